/* cld2.h - Compact Language Detector 2 (https://github.com/CLD2Owners/cld2) for C: the one Common Crawl
 * uses, with the tables of its full build (libcld2_full: 160 languages, where libcld2 alone has 80).
 *
 * Threads: any number at once. The library has no state but two variables that it sets and never reads. */
#ifndef WARCSIFT_CLD2_H
#define WARCSIFT_CLD2_H

#include "warcsift/base.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ws_cld2_guess {
    const char *label; /* static: "en", "zh-Hant", "iw"; "un": none */
    unsigned percent;  /* of the letters that are in that language, 0 to 100 */
    bool reliable;     /* by the library's own judgement */
};

/* text: UTF-8. What the library does not take in it (control characters, noncharacters) is overwritten with
 * blanks. languages: declared ones, "de,en"; tld: "at"; both may be "". false: no memory. */
WS_MUST_USE bool ws_cld2_detect(char *text, size_t n, const char *languages, const char *tld,
                                struct ws_cld2_guess *guess);

/* Of its code and tables: "V2.0 - 20140204". Copied to version, of size bytes. One thread at a time. */
void ws_cld2_version(char *version, size_t size);

#ifdef __cplusplus
}
#endif

#endif
