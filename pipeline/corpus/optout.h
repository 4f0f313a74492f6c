/* optout.h - what a page says about the use of its text.
 *
 * Sources:
 *   robots    meta elements named "robots" or like an agent of WS_TRAINING_AGENTS, and X-Robots-Tag fields, for
 *             any agent or one of these (https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag).
 *             noindex (also "none"), noarchive, nosnippet (also max-snippet:0); noai and noimageai, which no
 *             standard has (DeviantArt's). What is addressed to other agents is theirs; nofollow is about links
 *   TDM       the field tdm-reservation of HTTP or a meta element of that name is 1 (W3C TDM Reservation Protocol,
 *             https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/); tdm-policy beside it.
 *             What a site has at /.well-known/tdmrep.json is in no page
 *   paywall   isAccessibleForFree of https://schema.org is false, in JSON-LD or microdata
 *   license   that of the article, when it is one of Creative Commons, by its SPDX name in lower case
 *
 * Threads: pure functions. */
#ifndef WARCSIFT_OPTOUT_H
#define WARCSIFT_OPTOUT_H

#include "warc/buf.h"
#include "warcsift/archive.h"
#include "warcsift/article.h"
#include "warcsift/corpus.h"

/* "noai", "tdm" ...: stable. */
const char *ws_optout_name(enum ws_optout o);

/* Adds the names in "noai,tdm" to *set (bits of enum ws_optout). false: one is none of them. */
WS_MUST_USE bool ws_optout_add(uint32_t *set, const char *names);

#define WS_LICENSE_MARK 32

struct ws_optout_signals {
    uint32_t set; /* bits of enum ws_optout */
    struct ws_slice tdm_policy;   /* as written; borrowed */
    const char *free;             /* "true", "false", "": not said */
    char license_mark[WS_LICENSE_MARK]; /* "cc-by-4.0", "cc-by-nc-sa-3.0-igo", "cc0-1.0", "cc-pdm-1.0", "cc-by", or "" */
};

/* http: NULL, there is none. */
void ws_optout_read(const struct ws_article *art, const struct ws_http *http, struct ws_optout_signals *s);

/* Adds to *set what a list of directives says: the content of a meta element, or with agents ("googlebot: noindex")
 * a field X-Robots-Tag. */
void ws_robots_read(struct ws_slice directives, bool agents, uint32_t *set);

/* "" when it is no license of Creative Commons. */
void ws_license_mark(struct ws_slice license, char mark[WS_LICENSE_MARK]);

#endif
