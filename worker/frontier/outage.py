"""Whether what fails is our own network: pure rules over what hosts did lately.

A host speaks for our network only if it used to answer: a list of dead links proves nothing, and
must not stop the crawl. Knows nothing of how hosts are kept.
"""

from dataclasses import dataclass

from worker.settings import OutageSettings

#: A refused connection fails at once, an answer takes its time: those that are asked at the same
#: moment as the first that failed must have had a chance to answer.
CERTAIN_AFTER_SECONDS = 5.0
#: One host that falls silent is most likely down itself; nothing tells the two apart.
HOSTS_MIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Hosts that were asked within outage.window_seconds, by their last word, and who they are.

    A host that answered after it failed has answered. One that is down for long is none of these:
    only the first failure after an answer is news.
    """

    turned: int  #: used to answer, and now can't be reached
    strange: int  #: can't be reached, and never answered before
    answered: int  #: gave any answer, even HTTP 500
    watched: int  #: used to answer, and have something to be asked for; counted up to hosts_min
    failing_seconds: float  #: since the first of these failures


def is_outage(signs: Signs, settings: OutageSettings) -> bool:
    """Whether our own network, or its DNS, is down.

    Either of two signs will do:

    - Of the hosts that used to answer, outage.hosts_min failed, and they are outage.share of all
      that were asked. A small installation does not have so many: there all of them must have
      failed, two at least.
    - Nobody answered, and outage.hosts_min failed, known or not: a first start without a network.
    """
    if signs.failing_seconds < CERTAIN_AFTER_SECONDS:
        return False
    needed = max(HOSTS_MIN, min(settings.hosts_min, signs.watched))
    share = settings.share * (signs.turned + signs.answered)
    if signs.turned >= needed and signs.turned >= share:
        return True
    return signs.answered == 0 and signs.turned + signs.strange >= settings.hosts_min


def witnesses_wanted(signs: Signs) -> int:
    """How many more hosts should be asked now to find out, before they are due.

    Where polls are rare, no window ever holds enough of them. So while hosts that used to answer
    fail and nobody answers, as many again are asked: a handful of hosts tells within a minute, and
    where the first failure was the host's own, it has cost one early poll of another.
    """
    return signs.turned if signs.answered == 0 else 0
