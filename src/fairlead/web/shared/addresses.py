"""Change parts of the present address, for links that sort, page and filter."""

from urllib.parse import urlencode

from fairlead.web.shared import frame


def query(**changes: object) -> str:
    """Return the present address's query with these parameters set, or left out where `None`.

    A list gives a parameter that appears many times. Paging starts anew unless it is given.
    """
    request = frame.current().request
    here = dict(request.GET.lists()) if request else {}
    here.pop("after", None)
    for name, value in changes.items():
        values = value if isinstance(value, list | tuple) else [value]
        here[name] = [str(one) for one in values if one is not None]
    return "?" + urlencode([(name, value) for name, values in here.items() for value in values], safe=":,|@*")
