"""What is markup in a page, by one expression that takes linear time."""

import re

#: Tags, comments, declarations; scripts, styles and drawings with their content, up to their end
#: tag. A quote opens a value only after "=" (HTML, section 13.2.5.37); what isn't closed goes on
#: to the end of the page, as it does in browsers.
MARKUP = re.compile(
    rb"(?i)<(?:(script|style|svg)(?=[\s/>])[^<]*+(?:<(?!/\1[\s/>])[^<]*+)*+"
    rb"|!---?>|!--[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>)?"
    rb"|[!?][^>]*+>?"
    rb"""|[a-z/](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?)*+>?)"""
)
