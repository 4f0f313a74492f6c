/* url_lists.h - addresses that are not wanted, by lists of domains, addresses and words. We ship none.
 *
 *   places      a domain a line, which stands for all below it ("example.com" for "www.a.example.com" as well), or
 *               an address without scheme, which stands for all below it, too ("example.com/a" for
 *               "http://example.com/a/b?c", not for ".../ab"): both lists of the UT1 collection
 *               (https://dsi.ut-capitole.fr/blacklists/). Lines of hosts files ("0.0.0.0 example.com") will do
 *   words       one of them between characters that are no letters or digits of ASCII is enough
 *   soft words  so many different ones are
 *   substrings  one of them in what is left without all other characters is enough: "cheapo" in /che-ap/offer
 *
 * Case does not matter anywhere, nor do scheme, user, port and fragment of places, nor a leading www. and slashes at
 * the end of addresses. A listed IP address is that host alone. Hosts with letters beyond ASCII are
 * those with their "xn--" names.
 *
 * Threads: one fills it; then any number may ask. */
#ifndef WARCSIFT_URL_LISTS_H
#define WARCSIFT_URL_LISTS_H

#include "pipeline/corpus/string_set.h"
#include "pipeline/corpus/substrings.h"

#define WS_SOFT_WORDS_MAX 16

enum ws_url_list {
    WS_LIST_PLACES,
    WS_LIST_WORDS,
    WS_LIST_SOFT_WORDS,
    WS_LIST_SUBSTRINGS,
    WS_URL_LIST_COUNT
};

/* What an address was found by, in the order in which it is looked for: that and the names of
 * datatrove's URLFilter. */
enum ws_url_hit {
    WS_URL_NO_HIT,
    WS_URL_DOMAIN,    /* of a whole site: example.com, example.co.uk */
    WS_URL_SUBDOMAIN, /* of a part of a site, its host alone as a rule */
    WS_URL_ADDRESS,
    WS_URL_WORD,
    WS_URL_SOFT_WORDS,
    WS_URL_SUBSTRING
};

struct ws_url_lists {
    struct ws_string_set domains, addresses, words, soft_words;
    struct ws_substrings substrings;
    struct ws_buf waiting; /* substrings until they are closed, each with its '\n' */
    unsigned soft_least;   /* so many different soft words; 1 to WS_SOFT_WORDS_MAX */
};

void ws_url_lists_init(struct ws_url_lists *l); /* empty; 2 soft words */
void ws_url_lists_release(struct ws_url_lists *l);

/* A line without its end. Nothing is added of an empty one and of one that begins with '#'.
 * WS_OK; WS_SKIP: it cannot be such a thing (too long; a word with other letters than those of
 * ASCII); WS_FATAL: no memory. */
WS_MUST_USE enum ws_status ws_url_lists_add(struct ws_url_lists *l, enum ws_url_list which,
                                            struct ws_slice line);
/* When all is added, before the first question. false: no memory. */
WS_MUST_USE bool ws_url_lists_close(struct ws_url_lists *l);

bool ws_url_lists_are_empty(const struct ws_url_lists *l);

/* Takes linear time. */
enum ws_url_hit ws_url_lists_judge(const struct ws_url_lists *l, struct ws_slice url);

#endif
