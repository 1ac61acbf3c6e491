"""The vocabulary of judging links: why one is left out at once, and what speaks for or against it.

A sign's weight is in the logarithm of odds, so that signs add up. The weights were set by hand and
checked against a logistic regression over some 1,100 links of 240 news sites, judged one by one;
they are levelled where such links (of article pages) say little of home pages.
"""

from enum import StrEnum


class LeftOut(StrEnum):
    """Why a link is not taken, whatever else speaks for it."""

    NOT_HTTP = "not_http"  #: mailto:, tel:, javascript: and the like
    BAD_URL = "bad_url"  #: no URL that can be read
    OTHER_SITE = "other_site"  #: another registrable domain, or another host:port
    MEDIA_FILE = "media_file"  #: an image, sound, video, document, archive or program
    PAGE_ITSELF = "page_itself"  #: the page, or a place in it
    FRONT_PAGE = "front_page"  #: of the site, or of one of its hosts
    SECTION_ABOVE = "section_above"  #: the page's own path leads through it
    TAG = "tag"  #: a tag or keyword
    AUTHOR = "author"  #: an author, or a reader's profile
    ARCHIVE = "archive"  #: a year, month or day, or an archive
    CALENDAR = "calendar"  #: events
    SEARCH = "search"  #: a search and its results
    PAGINATION = "pagination"  #: another page of a list
    COMMENTS = "comments"  #: comments of an article, or the form for one
    ACCOUNT = "account"  #: log-in, registration, subscription, newsletters
    SHOP = "shop"  #: shops, coupons, classified advertisements
    SHARE = "share"  #: sharing, printing, sending
    FEED = "feed"  #: feeds, interfaces, and the site's machinery
    VIDEO = "video"  #: videos, sound, galleries
    SERVICE = "service"  #: contact, legal pages, help, advertising rates
    PASTIME = "pastime"  #: games, weather, horoscopes, rates and tables
    SECTION = "section"  #: a section or a list of topics
    ADVERT = "advert"  #: advertisements and what sponsors wrote
    UNYIELDING = "unyielding"  #: asked often, and its pattern never gave an article
    UNLIKELY = "unlikely"  #: its score is below the threshold
    BEYOND_MAX = "beyond_max"  #: likely, but better ones fill the limit


#: Reasons that only a word in the path gives: a site may use the word for something else, and where
#: earlier visits found articles they don't count.
DISPUTABLE = frozenset(
    {
        LeftOut.TAG,
        LeftOut.AUTHOR,
        LeftOut.ARCHIVE,
        LeftOut.CALENDAR,
        LeftOut.COMMENTS,
        LeftOut.SHOP,
        LeftOut.VIDEO,
        LeftOut.SERVICE,
        LeftOut.PASTIME,
        LeftOut.SECTION,
        LeftOut.ADVERT,
    }
)


class Sign(StrEnum):
    """What speaks for or against a link being an article; each has a weight below."""

    DATE_IN_PATH = "date in path"
    LONG_SLUG = "long slug"  #: five words and more
    SLUG = "slug"  #: three or four words
    NAMES_ONLY = "path of short names only"
    ONE_NAME = "one short name"
    NUMBER_IN_PATH = "number in path"
    ARTICLE_WORD = "word for articles in path"
    HTML_FILE = "HTML file"
    ARTICLE_ID = "id in query"
    QUERY_ONLY = "query only"
    LISTING_WORD = "word for lists in path"
    LONG_HEADLINE = "long headline"  #: seven words and more
    HEADLINE = "headline"  #: four to six words
    FEW_WORDS = "one or two words"
    NO_WORDS = "no telling text"
    IN_HEADING = "headline in a heading"
    TEASER = "teaser text beside it"
    TIME = "time beside it"
    IMAGE_AND_TEXT = "image and text lead to it"
    PERMALINK = "marked as permanent link"
    NOFOLLOW = "marked nofollow"
    HEADLINED_KIN = "links of its pattern are headlines"
    LABELLED_KIN = "links of its pattern are labels"
    UNMARKED = "no date or number, where others have them"
    DIRECTORY = "other links lie below it"
    REPEATED_LABEL = "repeated label"
    IN_MAIN = "in main part"
    IN_ASIDE = "in side part"
    IN_HEADER = "in page header"
    IN_FOOTER = "in page footer"
    IN_MENU = "in menu"
    IN_LABELS = "among labels"  #: rows of tags, categories, authors
    IN_TOOLS = "among sharing and paging tools"
    YIELD = "what earlier visits showed"


#: From here on a link is taken: a bit better than even odds. A wrong link costs a fetch, and its
#: pattern is soon known to give nothing; a missed one costs an article.
TAKEN_FROM = 0.5
#: Where nothing is known of a link: on article pages one of five leads to an article.
PRIOR = -1.5

WEIGHTS: dict[Sign, float] = {
    Sign.DATE_IN_PATH: 2.5,
    Sign.LONG_SLUG: 2.5,
    Sign.SLUG: 1.0,
    Sign.NAMES_ONLY: -2.0,
    Sign.ONE_NAME: -1.0,
    Sign.NUMBER_IN_PATH: 1.5,
    Sign.ARTICLE_WORD: 1.0,
    Sign.HTML_FILE: 0.5,
    Sign.ARTICLE_ID: 1.0,
    Sign.QUERY_ONLY: -1.0,
    Sign.LISTING_WORD: -1.5,
    Sign.LONG_HEADLINE: 2.5,
    Sign.HEADLINE: 1.5,
    Sign.FEW_WORDS: -1.5,
    Sign.NO_WORDS: -1.0,
    Sign.IN_HEADING: 1.5,
    Sign.TEASER: 1.0,
    Sign.TIME: 1.0,
    Sign.IMAGE_AND_TEXT: 1.0,
    Sign.PERMALINK: 2.0,
    Sign.NOFOLLOW: -0.5,
    Sign.HEADLINED_KIN: 1.0,
    Sign.LABELLED_KIN: -1.0,
    Sign.UNMARKED: -1.5,
    Sign.DIRECTORY: -2.5,
    Sign.REPEATED_LABEL: -1.0,
    Sign.IN_MAIN: 0.5,
    Sign.IN_ASIDE: -0.25,
    Sign.IN_HEADER: -1.5,
    Sign.IN_FOOTER: -2.5,
    Sign.IN_MENU: -2.5,
    Sign.IN_LABELS: -3.0,
    Sign.IN_TOOLS: -3.0,
}
