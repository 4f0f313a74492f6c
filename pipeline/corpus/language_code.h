/* language_code.h - names of languages as detectors write them, to ISO 639 and ISO 15924.
 * Threads: pure functions. */
#ifndef WARCSIFT_LANGUAGE_CODE_H
#define WARCSIFT_LANGUAGE_CODE_H

#include "warcsift/base.h"

#define WS_LANGUAGE_LABEL 32 /* bytes of a label, with its NUL */

struct ws_language_code {
    char code[WS_LANGUAGE_LABEL]; /* ISO 639-1 where there is one, else 639-3: "en", "ceb"; else the label as it
                                   * is; "und": none */
    char iso3[4];                 /* ISO 639-3: "eng"; "" when it is not known */
    char script[5];               /* ISO 15924: "Latn", where the label has it; else "" */
};

/* "en", "zh-Hant", "eng_Latn", "__label__de", "iw". What has other characters than letters, digits, '-' and '_', is too
 * long, or stands for no language ("un", "xxx", "zxx", "xx-Latn") is "und". */
void ws_language_code(const char *label, struct ws_language_code *c);

/* Is c one of a list, "en,deu,zh-Hant"? Each is a code of either kind, with or without a script. */
bool ws_language_listed(const struct ws_language_code *c, const char *list);

/* May list be such a list? */
bool ws_language_list_is_good(const char *list);

#endif
