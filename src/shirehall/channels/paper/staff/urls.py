"""The addresses of the post room. Codes of forms and numbers stand in them, nothing about a person."""

from django.urls import URLPattern, path

from shirehall.channels.paper.views import forms, post_room, printing, sheets

URL_PREFIX = "desk/post-room/"

urlpatterns: list[URLPattern] = [
    path("", post_room.home, name="paper_post_room"),
    path("print/", printing.form_for, name="paper_print_for"),
    path("batch/<int:number>/", post_room.batch, name="paper_batch"),
    path("file/<int:number>/close/", post_room.close, name="paper_close"),
    path("form/<str:code>/", forms.form, name="paper_form"),
    path("form/<str:code>/send/", forms.send, name="paper_send"),
    path(
        "form/<str:code>/sheet/<int:sheet>/<slug:name>.png",
        forms.picture,
        name="paper_picture",
    ),
    path("sheet/<int:number>/", sheets.sheet, name="paper_sheet"),
    path("sheet/<int:number>/picture/", sheets.picture, name="paper_sheet_picture"),
]
