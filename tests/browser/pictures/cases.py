"""A case, its help plan, what a sheet betrays, the room, and what became of a consultation."""

from tests.browser.pictures.camera import Camera


def take(camera: Camera) -> None:
    arnsberg = camera.offices["arnsberg"]
    worker = camera.enter("fachkraft@arnsberg.example")
    worker.goto(f"{arnsberg}/hilfeplaene/?state=agreed")
    worker.locator("tbody a").last.click()
    camera.keep(worker, "hilfeplan", height=760, part="main")
    worker.locator(".hn-crumbs a").last.click()
    worker.get_by_role("link", name="Überblick").click()
    camera.keep(worker, "fall", height=960, part="main")

    worker.goto(f"{arnsberg}/beratungen/?state=scheduled")
    worker.locator("tbody th a").last.click()
    worker.get_by_role("link", name="In den Raum").click()
    worker.locator("[data-look='5']").click()
    worker.get_by_label("Was gibt es hier für").fill("Fußball")
    worker.get_by_role("button", name="Suchen").last.click()
    worker.locator(".hn-room__found").wait_for()
    worker.evaluate("scrollTo(0, 0)")
    camera.keep(worker, "raum", height=860, part="main")

    worker.goto(f"{arnsberg}/beratungen/?state=registered")
    worker.locator("tbody th a").first.click()
    worker.goto(f"{worker.url}bogen/")
    worker.locator("#text-situation").fill(
        "M arbeitet im Schichtdienst. Frau Beispiel aus dem Haus, Gartenweg 40, holt K1 ab."
    )
    worker.get_by_text("Gespeichert.").wait_for()
    worker.get_by_role("link", name="Weiter: Datenschutz prüfen").first.click()
    camera.keep(worker, "datenschutz", height=560, part="main")

    lead = camera.enter("leitung@arnsberg.example")
    lead.goto(f"{arnsberg}/beratungen/?state=closed")
    lead.locator("tbody th a").first.click()
    lead.get_by_role("link", name="Zum Ergebnis").click()
    camera.keep(lead, "ergebnis", height=860, part="main")
