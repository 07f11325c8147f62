"""A provider's lead and worker."""

from tests.browser.pictures.camera import PHONE, Camera


def take(camera: Camera) -> None:
    manager = camera.enter("leitung@musterwerk.example")
    manager.goto(f"{camera.demo['base_url']}/traeger/musterwerk/")
    camera.keep(manager, "traeger")
    vogelsberg = camera.offices["vogelsberg"]
    manager.goto(f"{vogelsberg}/stunden/monate/?state=submitted")
    manager.locator("tbody a").first.click()
    camera.keep(manager, "monat", part="main")
    manager.goto(f"{vogelsberg}/stunden/dateien/")
    manager.locator("tbody a").first.click()
    camera.keep(manager, "einlesen", part="main")

    worker = camera.enter("fachkraft2@musterwerk.example", PHONE)
    worker.goto(f"{vogelsberg}/stunden/")
    worker.get_by_role("link", name="Woche davor", exact=True).click()
    camera.keep(worker, "woche", height=700, top=worker.locator(".hn-week"))
