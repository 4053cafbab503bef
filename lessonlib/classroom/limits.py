"""How much one network address may ask of the class, so that one phone cannot slow it down for all."""

import time
from collections import Counter
from ipaddress import ip_address, ip_network

_FORGET_ABOVE = 20_000  # addresses


class Limits:
    """Requests, connections and phones for each network address.

    Parameters
    ----------
    phones : int
        Phones that may vote from one address; the other limits grow with it.
    """

    def __init__(self, phones):
        self.phones, self.rate, self.burst, self.connections = phones, 4 * phones, 12 * phones, 4 * phones
        self.joined = Counter()
        self._left = {}  # address: (requests left, when)

    def may_ask(self, address):
        """Say whether an address may send one more request now: `rate` a second, `burst` at once."""
        left = self.left(address)
        if address not in self._left and len(self._left) > _FORGET_ABOVE:
            self._left.clear()
        self._left[address] = (max(0, left - 1), time.monotonic())
        return left >= 1

    def left(self, address):
        """Return how many requests an address may send at once now."""
        now = time.monotonic()
        left, at = self._left.get(address, (self.burst, now))
        return min(self.burst, left + (now - at) * self.rate)

    def may_join(self, address):
        """Count one more phone at an address, and say whether it may vote."""
        if self.joined[address] >= self.phones:
            return False
        self.joined[address] += 1
        return True


def asker(address):
    """Return the one who asks, by address; of an IPv6 address the network, as one device has any number of addresses.

    Examples
    --------
    >>> asker("192.0.2.7"), asker("2001:db8::1:2:3:4"), asker("::ffff:192.0.2.7")
    ('192.0.2.7', '2001:db8::', '192.0.2.7')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False).network_address)
