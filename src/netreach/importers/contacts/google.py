"""`google-contacts`: the CSV of Google Contacts, as it was and as it is since 2024, alone or out of Takeout."""

from __future__ import annotations

from types import MappingProxyType

from netreach.importers.contacts.table import ContactCsv

_COLUMNS = MappingProxyType(
    {
        "Name": "name",
        "File As": "name",
        "Nickname": "name",
        "Name Prefix": "prefix",
        "First Name": "first_name",
        "Given Name": "first_name",
        "Middle Name": "middle_name",
        "Additional Name": "middle_name",
        "Last Name": "last_name",
        "Family Name": "last_name",
        "Name Suffix": "suffix",
        "Organization Name": "company",
        "Organization # - Name": "company",
        "Organization Title": "title",
        "Organization # - Title": "title",
        "Occupation": "title",
        "Address # - City": "city",
        "Address # - Region": "region",
        "Location": "location",
        "Address # - Country": "country",
        "E-mail # - Value": "email",
        "Website # - Value": "url",
        "Custom Field # - Value": "url",
        "Labels": "group",
        "Group Membership": "group",
        "Relation # - Type": "relation_label",
        "Relation # - Label": "relation_label",
        "Relation # - Value": "relation",
    }
)


def google_contacts() -> ContactCsv:
    """Return the importer `google-contacts`.

    >>> google_contacts().claims("Given Name,Family Name,Group Membership,E-mail 1 - Value".split(","))
    True
    """
    return ContactCsv(
        name="google-contacts",
        summary="Google Contacts (CSV, or the Contacts folder of Takeout)",
        signature=(
            ("First Name", "Last Name", "Labels", "Organization Name"),
            ("First Name", "Last Name", "Phonetic First Name", "File As"),
            ("Given Name", "Family Name", "Group Membership"),
            ("Given Name", "Family Name", "Yomi Name"),
            ("First Name", "E-mail # - Value"),
            ("Given Name", "E-mail # - Value"),
            ("Name", "E-mail # - Value"),
        ),
        columns=_COLUMNS,
        separator=" ::: ",
    )
