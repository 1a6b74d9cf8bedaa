"""Many hands at once: the same person on several connections, and requests that start at the same moment."""

import threading

from .cast import Client, Guest, Problem


def twin(person, url=None) -> Client:
    """Another connection of the same person, to this server or another one."""
    other = Client(url or person.url)
    other.cookies = dict(person.cookies)
    other.csrf = person.csrf
    return other


def at_once(*calls) -> list:
    """Starts all calls at the same moment; what each returned, or the Problem that it raised."""
    results: list = [None] * len(calls)
    errors: list[Exception] = []
    barrier = threading.Barrier(len(calls))

    def run(place, call):
        barrier.wait()
        try:
            results[place] = call()
        except Problem as problem:
            results[place] = problem
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a request never ended"
    if errors:
        raise errors[0]
    return results


def refusals(results) -> list[Problem]:
    return [each for each in results if isinstance(each, Problem)]


def sends_from(person, address, header="X-Forwarded-For"):
    """Lets all that this client sends come through a proxy that saw it at `address`."""
    plain = person.headers
    person.headers = lambda: plain() | {header: address}
    return person


def guest_from(cast, address, name="Gus", url=None) -> Guest:
    """A guest whose proxy says that this is the address."""
    return sends_from(cast._add(Guest(url or cast.url, name)), address).arrives()
