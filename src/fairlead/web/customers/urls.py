"""The addresses of companies and contacts."""

from django.urls import URLPattern, path

from fairlead.web.customers import company, contact, lists, merging, suggest

urlpatterns: list[URLPattern] = [
    *lists.COMPANIES.urls("companies"),
    *lists.COMPANIES_DELETED.urls("companies/deleted"),
    path("companies/new", company.add, name="company_new"),
    path("companies/alike", suggest.companies_alike, name="companies_alike"),
    path("companies/suggest", suggest.companies, name="company_suggest"),
    path("companies/<int:pk>", company.show, name="company"),
    path("companies/<int:pk>/edit", company.edit, name="company_edit"),
    path("companies/<int:pk>/reassign", company.reassign, name="company_reassign"),
    path("companies/<int:pk>/delete", company.delete, name="company_delete"),
    path("companies/<int:pk>/restore", company.restore, name="company_restore"),
    path("companies/<int:pk>/merge", merging.company, name="company_merge"),
    path("companies/<int:pk>/unmerge", merging.undo_company, name="company_unmerge"),
    *lists.CONTACTS.urls("contacts"),
    *lists.CONTACTS_DELETED.urls("contacts/deleted"),
    path("contacts/new", contact.add, name="contact_new"),
    path("contacts/alike", suggest.contacts_alike, name="contacts_alike"),
    path("contacts/suggest", suggest.contacts, name="contact_suggest"),
    path("contacts/<int:pk>", contact.show, name="contact"),
    path("contacts/<int:pk>/edit", contact.edit, name="contact_edit"),
    path("contacts/<int:pk>/reassign", contact.reassign, name="contact_reassign"),
    path("contacts/<int:pk>/delete", contact.delete, name="contact_delete"),
    path("contacts/<int:pk>/restore", contact.restore, name="contact_restore"),
    path("contacts/<int:pk>/merge", merging.contact, name="contact_merge"),
    path("contacts/<int:pk>/unmerge", merging.undo_contact, name="contact_unmerge"),
]
