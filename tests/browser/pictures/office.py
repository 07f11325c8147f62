"""Planning and case work."""

from tests.browser.pictures.camera import PHONE, Camera


def take(camera: Camera) -> None:
    planner = camera.enter("planung@arnsberg.example")
    arnsberg = camera.offices["arnsberg"]
    planner.goto(arnsberg)
    camera.keep(planner, "heute")
    planner.goto(f"{arnsberg}/rollen/")
    camera.keep(planner, "rollen", height=900)  # with its legend
    planner.goto(f"{arnsberg}/vertraege/?state=decided")
    planner.locator("tbody a").first.click()
    camera.keep(planner, "vertrag")
    planner.goto(f"{arnsberg}/vertraege/?q=Familienzentren")
    planner.locator("tbody a").first.click()
    camera.keep(planner, "fassungen", top=planner.locator("#versions"), part="main")
    planner.goto(f"{arnsberg}/vertraege/?q=Familienrat")
    planner.locator("tbody a").first.click()
    camera.keep(
        planner, "auswahl", height=640, top=planner.get_by_role("heading", name="Auswahl der Träger"), part="main"
    )

    planner = camera.enter("planung@vogelsberg.example")
    planner.goto(f"{camera.offices['vogelsberg']}/raeume/karte/")
    camera.keep(planner, "karte", part="main")

    worker = camera.enter("fachkraft@arnsberg.example", PHONE)
    worker.goto(f"{arnsberg}/kontakt/")
    if worker.locator(".hn-count").count() == 0:
        worker.locator(".hn-row__title a").first.click()
    if worker.get_by_text("noch nichts gezählt").count():
        for kind in ("Kontakt ohne Termin", "Kurzberatung", "Kontakt ohne Termin"):
            worker.get_by_role("button", name=kind).click()
    camera.keep(worker, "kontakte", height=760)
