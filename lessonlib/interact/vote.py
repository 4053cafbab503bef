"""A card of questions in front of a class: what the teacher wishes is done there, and the card shows how it stands."""

from lessonlib.interact.room import tell

# Crouch and Mazur (2001): talk with neighbours gains most where 30 to 70 % were right before it.
FEW_RIGHT, MANY_RIGHT = 0.30, 0.70
ADVICE = {
    "few": "Few are right: give a hint first, then ask again.",
    "split": "A second vote pays: let them convince their neighbours, then ask again.",
    "many": "Most are right: go on.",
}


def follow(card, wish):
    """Do in the class what a card's page wishes, and set its `room`: empty where no class is on.

    Parameters
    ----------
    card : Question
    wish : dict
        `do`: "look", "ask", "close", "reveal" or "rest"; `id`: of which of the card's items.
    """
    (item,) = (item for item in card.items if item["id"] == wish["id"])
    right = _right(card, item)
    try:
        stand = tell(wish["do"], name=item["id"], **_facts(wish["do"], item, right))
    except ValueError as error:
        stand = tell("look", name=item["id"])
        stand = stand and stand | {"trouble": str(error)}
    if stand or card.room:
        # A number of its own lets each answer arrive, also one that says the same as the last.
        tick = card.room.get("tick", 0) + 1
        card.room = stand | {"id": item["id"], "advice": advice(stand, right), "tick": tick} if stand else {}


def advice(stand, right):
    """Say whether a second vote pays, after the first; "" where that is not known.

    Examples
    --------
    >>> advice({"phase": "closed", "round": 1, "rounds": [[[6, 80], [4, 50]]]}, right=1)
    'A second vote pays: let them convince their neighbours, then ask again.'
    """
    if right is None or stand["phase"] != "closed" or stand["round"] != 1:
        return ""
    counts = [count for count, _ in stand["rounds"][0]]
    share = counts[right] / max(1, sum(counts))
    return ADVICE["few" if share < FEW_RIGHT else "many" if share > MANY_RIGHT else "split"] if any(counts) else ""


def _facts(do, item, right):
    if do == "ask":
        texts = [option["text"] for option in item["options"]]
        return {"text": item["question"], "options": texts, "confidences": item.get("confidences", [])}
    return {"answer": right} if do == "reveal" else {}


def _right(card, item):
    """Return the number of the right option: a quiz has it, a prediction once its outcome has been computed."""
    for number, option in enumerate(item["options"]):
        if option.get("correct") or option["text"] == card.computed:
            return number
    return None
