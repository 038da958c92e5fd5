"""Ada brings a spreadsheet of another shape: columns joined and split, decided once, known the next time."""

from pathlib import Path

from playwright.sync_api import expect

from fairlead.pipeline.models import Lead

from .test_importing import bring, files_of_their_own, work

__all__ = ["files_of_their_own"]

FILE = """Prénom;Nom;Contact;X;Notiz
Ines Maria;Duarte;ines@roda.example;rob@example.com;Met at the fair
Jon;Berg;jon@berg.example;Robb;
"""


def test_columns_are_joined_and_split_a_person_is_decided_once_and_the_file_is_known_again(
    visit, tmp_path: Path
) -> None:
    page = visit("ada")
    file = tmp_path / "foire.csv"
    file.write_text(FILE)
    page.goto("/imports/")
    page.get_by_label("File").set_input_files(file)
    page.get_by_label("What the rows are").select_option("leads")
    page.get_by_role("button", name="Read the file").click()

    expect(page.get_by_label("Contact goes into")).to_have_value("email")
    expect(page.get_by_label("Steps").locator("[aria-current]")).to_contain_text("Columns")
    expect(page.get_by_text("In the first rows:")).to_contain_text("Ines Maria Duarte")
    page.get_by_label("X goes into").select_option("owner")
    page.get_by_label("Part of column 1 of made value 1").select_option("first word")
    page.get_by_label("Made value 2 goes into").select_option("company_name")
    page.get_by_label("Text before column 1 of made value 2").fill("House of ")
    page.get_by_label("Column 1 of made value 2", exact=True).select_option("Nom")
    page.get_by_role("button", name="Show what it comes to").click()
    for sample in ("Ines Duarte", "House of Berg"):
        expect(page.locator(".fl-made-samples", has_text=sample)).to_be_visible()
    page.get_by_role("button", name="Look at what it would do").click()
    work(page)

    expect(page.get_by_label("Steps").locator("[aria-current]")).to_contain_text("Values")
    page.get_by_label("Read Robb in X as").select_option("Rob")
    page.get_by_role("button", name="Look again").first.click()
    work(page)
    expect(page.get_by_label("Steps").locator("[aria-current]")).to_contain_text("Check")
    page.get_by_role("button", name="Load 2").click()
    work(page)
    page.get_by_text("Loaded whole").wait_for()
    assert list(Lead.objects.order_by("pk").values_list("name", "company_name", "owner__name"))[-2:] == [
        ("Ines Duarte", "House of Duarte", "Rob"),
        ("Jon Berg", "House of Berg", "Rob"),
    ]

    bring(page, file, FILE.replace("fair", "shop"))
    expect(page.locator("#problems")).to_have_count(0)
    page.get_by_role("link", name="Change the mapping").click()
    expect(page.get_by_text("Mapped as last time, as “foire.csv”")).to_be_visible()
