"""Addresses of the conference room. Those under /live/ are served by the asynchronous part of the server."""

from django.urls import path

from cases.web import room, room_edit, room_live

ROOM = "beratungen/<uuid:pk>/raum/"

urlpatterns = [
    path(ROOM, room.room, name="room"),
    path("live/beratungen/<uuid:pk>/", room_live.stream, name="room-stream"),
    path(f"{ROOM}stand/", room_live.state, name="room-state"),
    path(f"{ROOM}beitrag/", room.contribute, name="room-contribute"),
    path(f"{ROOM}beitrag/<uuid:entry>/", room_edit.entry, name="room-entry"),
    path(f"{ROOM}beitrag/<uuid:entry>/auswahl/", room.select, name="room-select"),
    path(f"{ROOM}beitrag/<uuid:entry>/zuruecknehmen/", room.withdraw, name="room-withdraw"),
    path(f"{ROOM}schritt/", room.go_to_step, name="room-step"),
    path(f"{ROOM}uhr/", room.start_clock, name="room-clock"),
    path(f"{ROOM}termin/", room.set_review, name="room-review"),
    path(f"{ROOM}beenden/", room.finish, name="room-finish"),
    path(f"{ROOM}melden/", room.concern, name="room-concern"),
    path(f"{ROOM}ressourcen/", room.resources, name="room-resources"),
    path(f"{ROOM}bausteine/neu/", room_edit.new_block, name="room-block-new"),
    path(f"{ROOM}bausteine/<uuid:block>/", room_edit.block, name="room-block"),
    path(f"{ROOM}bausteine/<uuid:block>/entfernen/", room_edit.remove_block, name="room-block-remove"),
    path(f"{ROOM}text/<slug:step>/", room_edit.text, name="room-text"),
]
