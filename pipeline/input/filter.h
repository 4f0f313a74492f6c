/* filter.h - which records are wanted, by what is known of them before a body is decoded.
 * Threads: a filter is read by all; one matcher per thread. */
#ifndef WARCSIFT_FILTER_H
#define WARCSIFT_FILTER_H

#include "pipeline/input/patterns.h"
#include "pipeline/input/status_set.h"
#include "pipeline/page/mime.h"
#include "warcsift/sift.h"

#define WS_FILTER_DATE_MAX 20 /* YYYY-MM-DDThh:mm:ssZ */

/* A beginning of YYYY-MM-DDThh:mm:ssZ: n is 0 for none. */
struct ws_date_prefix {
    char text[WS_FILTER_DATE_MAX];
    size_t n;
};
/* "2024", "2024-05", "2024-05-01", and with T10, T10:20, T10:20:30, T10:20:30Z behind it. */
WS_MUST_USE bool ws_date_prefix_parse(struct ws_date_prefix *p, const char *text);

/* Glob patterns, separated by commas: * stands for any characters, also none. Letters in any case. */
bool ws_mime_list_matches(const char *list, const char *essence);
/* Is it such a list? Nothing empty in it, nothing but media types and asterisks. */
bool ws_mime_list_is_good(const char *list);

struct ws_filter {
    const struct ws_filter_options *options;
    struct ws_status_set statuses;
    struct ws_patterns include, exclude;
    struct ws_date_prefix since, until;
    struct ws_buf text; /* the patterns, " NAME=..." each; ends in NUL */
};

/* o: borrowed as long as f is used. false: msg says what is wrong with it. Either way release f. */
WS_MUST_USE bool ws_filter_init(struct ws_filter *f, const struct ws_sift_options *o, char *msg,
                                size_t n_msg);
void ws_filter_release(struct ws_filter *f);

/* What a filter looks at. */
struct ws_subject {
    int status;       /* HTTP, 0: none */
    const char *mime; /* essence, lower case; "": not known */
    uint64_t length;  /* of the payload as it is in the archive, bytes */
    struct ws_slice url, date;
    bool truncated;
};
/* WS_OUT_ARTICLE: wanted; else the first filter that does not want it, in the order of enum ws_outcome.
 * Sets *gave_up when a regular expression did. */
enum ws_outcome ws_filter_judge(const struct ws_filter *f, struct ws_matcher *m,
                                const struct ws_subject *s, bool *gave_up);

#endif
