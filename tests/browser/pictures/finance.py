"""From a split of the budget to the proof of use."""

from tests.browser.pictures.camera import Camera


def take(camera: Camera) -> None:
    finance = camera.enter("finanzen@arnsberg.example")
    arnsberg = camera.offices["arnsberg"]
    finance.goto(f"{arnsberg}/vertraege/?q=Grundlagenvertrag&state=in_force")
    finance.locator("tbody a").first.click()
    contract = finance.url
    finance.goto(f"{contract}aufteilen/?verfahren=jahr")
    finance.get_by_label("Gesamtbetrag").fill("2.500.000,01")
    finance.get_by_role("button", name="Rechnen").click()
    camera.keep(finance, "aufteilung", top=finance.get_by_role("heading", name="So ergibt es sich"), part="main")
    finance.goto(f"{contract}konto/")
    camera.keep(finance, "konto", height=900, part="main")
    finance.goto(f"{arnsberg}/steuerung/")
    camera.keep(finance, "steuerung", height=1330, part="main")
    finance.goto(f"{arnsberg}/zahlungslaeufe/?state=paid")
    finance.locator("tbody a").first.click()
    camera.keep(finance, "zahlungslauf", height=900, part="main")
    finance.goto(f"{arnsberg}/nachweise/?organisation=musterwerk&year=2024")
    finance.locator("tbody a").first.click()
    camera.keep(finance, "nachweis", height=1260, part="main")
