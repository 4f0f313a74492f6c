/* What is told of a document, of any bytes: directives for robots, marks of licenses, labels and lists of languages,
 * and the language of a text with hints. Nothing runs over its end; what comes out fits a record. */
#include "tests/fuzz/driver.h"
#include "pipeline/corpus/language.h"
#include "pipeline/corpus/optout.h"

#include <stdlib.h>
#include <string.h>

/* The part of the input up to the next newline. */
static struct ws_slice next_line(struct ws_slice *rest)
{
    const uint8_t *end = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    struct ws_slice line = {rest->p, n};
    n += end ? 1 : 0;
    *rest = (struct ws_slice){rest->p + n, rest->n - n};
    return line;
}

static void check(bool good)
{
    if (!good)
        abort();
}

static void tell_language(struct ws_slice declared, struct ws_slice http, struct ws_slice url, struct ws_slice text)
{
    static struct ws_language_detector *d;
    static struct ws_buf scratch;
    struct ws_language l;
    char msg[100];
    if (!d) {
        const struct ws_language_options o = {.lid = WS_LID_AUTO, .min_score = -1};
        d = ws_language_detector_new(&o, msg, sizeof msg);
        ws_buf_init(&scratch, SIZE_MAX);
        check(d);
    }
    const struct ws_language_subject s = {text, declared, http, url};
    check(ws_language_find(d, &scratch, &s, &l));
    check(l.score >= 0 && l.score <= 1 && strlen(l.name.code) < WS_LANGUAGE_LABEL && strlen(l.name.iso3) <= 3 &&
          strlen(l.name.script) <= 4 && strspn(l.name.code, "abcdefghijklmnopqrstuvwxyz0123456789-_") > 0);
}

static void read_names(const char *names)
{
    struct ws_language_code c;
    uint32_t set = 0;
    ws_language_code(names, &c);
    check(!ws_language_list_is_good(names) || strlen(names) > 1);
    (void)ws_language_listed(&c, names);
    check(!ws_optout_add(&set, names) || (set && set < WS_OPTOUT_BIT(WS_OPTOUT_COUNT)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct ws_slice rest = {data, n}, lines[3];
    char mark[WS_LICENSE_MARK], names[100];
    uint32_t of_meta = 0, of_field = 0;
    for (size_t i = 0; i < 3; i++)
        lines[i] = next_line(&rest);
    ws_robots_read(lines[0], false, &of_meta);
    ws_robots_read(lines[0], true, &of_field);
    ws_license_mark(lines[1], mark);
    check((of_meta | of_field) < WS_OPTOUT_BIT(WS_OPTOUT_COUNT) && memchr(mark, '\0', sizeof mark));
    size_t k = lines[2].n < sizeof names ? lines[2].n : sizeof names - 1;
    memcpy(names, k ? lines[2].p : (const uint8_t *)"", k);
    names[k] = '\0';
    read_names(names);
    tell_language(lines[0], lines[1], lines[2], rest);
    return 0;
}

#ifndef WS_LIBFUZZER
static size_t fuzz_seed(size_t i, uint8_t *p)
{
    static const char *const SEEDS[] = {
        "noindex, googlebot: noarchive, ccbot: noai; max-snippet:0\nhttps://creativecommons.org/licenses/by-nc-sa/3.0/us/\n\
__label__eng_Latn\nAll human beings are born free and equal in dignity and rights.",
        "de\nde-AT, en\nhttp://user@example.co.at:80/a?b\nAlle Menschen sind frei und gleich an W\xc3\xbcrde und Rechten geboren.\n",
        "none\nCC BY-SA 4.0\nnoai,tdm,paywall\n\xe4\xba\xba\xe4\xba\xba\xe7\x94\x9f\xe8\x80\x8c\xe8\x87\xaa\xe7\x94\xb1\n",
        "unavailable_after: 25 Jun 2010 15:00:00 PST\nCC0\nzh-Hant,eng\n\x01\xef\xbf\xbf 1 2 3"};
    if (i >= sizeof SEEDS / sizeof *SEEDS)
        return 0;
    memcpy(p, SEEDS[i], strlen(SEEDS[i]));
    return strlen(SEEDS[i]);
}
#endif
