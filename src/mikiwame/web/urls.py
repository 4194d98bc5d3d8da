"""The addresses of the pages: nouns, one list a room, in the order of the story."""

from django.urls import URLPattern

visitors: list[URLPattern] = []

members: list[URLPattern] = []

hiring: list[URLPattern] = []

contracts: list[URLPattern] = []

money: list[URLPattern] = []

messages: list[URLPattern] = []

reviews: list[URLPattern] = []

notices: list[URLPattern] = []

operations: list[URLPattern] = []

urlpatterns = [
    *visitors,
    *members,
    *hiring,
    *contracts,
    *money,
    *messages,
    *reviews,
    *notices,
    *operations,
]
