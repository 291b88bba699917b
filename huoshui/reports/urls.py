from django.urls import path

from . import views

app_name = "reports"
urlpatterns = [
    path("", views.today, name="today"),
    path("matrix/", views.matrix_home, name="matrix"),
    path("matrix/<slug:code>/<int:year>/", views.matrix, name="matrix"),
    path("matrix/<slug:code>/<int:year>/norm/<slug:norm>/", views.norm_year, name="norm_year"),
    path("matrix/<slug:code>/<str:written>/", views.month, name="month"),
    path("matrix/<slug:code>/<str:written>/<slug:norm>/", views.cell, name="cell"),
    path("matrix/<slug:code>/<str:written>/<slug:norm>/obstacle/", views.note, name="note"),
    path("obstacles/<int:pk>/", views.obstacle, name="obstacle"),
    path("obstacles/<int:pk>/answer/", views.answer, name="answer"),
    path("obstacles/<int:pk>/answer/<int:revision>/withdrawal/", views.answer_withdrawal, name="answer_withdrawal"),
    path("obstacles/<int:pk>/lifting/", views.lifting, name="obstacle_lifting"),
    path("obstacles/<int:pk>/restoring/", views.restoring, name="obstacle_restoring"),
    path("obstacles/<int:pk>/withdrawal/", views.withdrawal, name="obstacle_withdrawal"),
    path("figures/", views.figures_home, name="figures"),
    path("figures/<slug:code>/<str:written>/", views.figures, name="figures"),
    path("figures/<slug:code>/<str:written>/<slug:figure>/", views.facts, name="facts"),
    path("search/", views.search, name="search"),
    path("timeline/", views.timeline_home, name="timeline"),
    path("timeline/me/", views.my_timeline, name="my_timeline"),
    path("timeline/people/<int:person_id>/<int:year>/", views.person_timeline, name="person_timeline"),
    path("timeline/<slug:code>/<int:year>/", views.unit_timeline, name="unit_timeline"),
    path("timeline/<slug:code>/<str:written>/<str:kind>/", views.timeline_records, name="timeline_records"),
    path("year/2021/", views.year, name="year"),
    path("year/<int:year>/", views.year, name="year"),
]
