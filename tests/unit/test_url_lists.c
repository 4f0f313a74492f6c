/* Lists that addresses are held against, and the two things they are made of. */
#include "pipeline/corpus/host_name.h"
#include "pipeline/corpus/url_lists.h"
#include "tests/tap.h"

#include <stdlib.h>

/* --- string_set ------------------------------------------------------------------------ */

static void test_set(void)
{
    struct ws_string_set s;
    char text[40];
    size_t missing = 0, wrong = 0;
    ws_string_set_init(&s);
    OK(!ws_string_set_has(&s, SLICE("a")), "nothing is in an empty set");
    for (unsigned i = 0; i < 100000; i++) {
        snprintf(text, sizeof text, "name-%u.example.com", i * 2);
        if (!ws_string_set_add(&s, SLICE(text)) || !ws_string_set_add(&s, SLICE(text)))
            missing++;
    }
    ws_string_set_trim(&s);
    for (unsigned i = 0; i < 200000; i++) {
        snprintf(text, sizeof text, "name-%u.example.com", i);
        if (ws_string_set_has(&s, SLICE(text)) != (i % 2 == 0))
            wrong++;
    }
    IS_INT(s.n, 100000, "each string is in it once");
    OK(missing == 0 && wrong == 0, "every string that was added is in it, and no other");
    OK(s.pool.n + s.n_slots * sizeof *s.slots < 100000 * (24 + 1 + 12),
       "it takes 12 bytes more a string at most");
    ws_string_set_release(&s);
}

static void test_long_strings(void)
{
    struct ws_string_set s;
    static uint8_t text[WS_STRING_SET_LONGEST + 1];
    ws_string_set_init(&s);
    memset(text, 'x', sizeof text);
    bool ok = true;
    for (size_t n = 1; n <= WS_STRING_SET_LONGEST; n++)
        ok = ok && ws_string_set_add(&s, (struct ws_slice){text, n});
    for (size_t n = 1; n <= WS_STRING_SET_LONGEST; n++)
        ok = ok && ws_string_set_has(&s, (struct ws_slice){text, n});
    OK(ok, "strings of all lengths are found");
    OK(!ws_string_set_add(&s, (struct ws_slice){text, sizeof text}) &&
           !ws_string_set_has(&s, (struct ws_slice){text, sizeof text}),
       "a longer one is refused");
    ws_string_set_release(&s);
}

/* --- substrings ------------------------------------------------------------------------ */

static bool contains(const char *text, const char *word)
{
    return strstr(text, word) != NULL;
}

static uint32_t state = 1;

/* xorshift32: https://doi.org/10.18637/jss.v008.i14 */
static unsigned any(unsigned below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

/* Words over few letters have many beginnings and ends in common. */
static void random_word(char *word, unsigned least, unsigned most, unsigned letters)
{
    unsigned n = least + any(most - least + 1);
    for (unsigned i = 0; i < n; i++)
        word[i] = (char)('a' + any(letters));
    word[n] = '\0';
}

static void test_against_search(void)
{
    enum { WORDS = 12 };
    char words[WORDS][9], text[64];
    struct ws_slice list[WORDS];
    unsigned wrong = 0, hits = 0;
    for (unsigned round = 0; round < 4000; round++) {
        struct ws_substrings s;
        unsigned n = 1 + any(WORDS);
        for (unsigned i = 0; i < n; i++) {
            random_word(words[i], 1 + round % 5, 8, 2 + round % 3);
            list[i] = SLICE(words[i]);
        }
        if (!ws_substrings_init(&s, list, n)) {
            wrong++;
            continue;
        }
        for (unsigned k = 0; k < 10; k++) {
            size_t end = 0;
            random_word(text, 0, 30, 2 + round % 3);
            for (size_t at = 1; text[0] && at <= strlen(text) && !end; at++) {
                char head[64];
                snprintf(head, sizeof head, "%.*s", (int)at, text);
                for (unsigned i = 0; i < n && !end; i++)
                    end = contains(head, words[i]) ? at : 0;
            }
            hits += end > 0;
            wrong += ws_substrings_find(&s, SLICE(text)) != end;
        }
        ws_substrings_release(&s);
    }
    IS_INT(wrong, 0, "40000 texts: the first end of a word is where a search finds it");
    OK(hits > 10000 && hits < 39000, "some of them have one, some not (%u)", hits);
}

static void test_substrings(void)
{
    struct ws_substrings s;
    struct ws_slice list[] = {SLICE("Che-apo"), SLICE("..."), SLICE("x9"),
                              SLICE("cheapoffers")};
    OK(ws_substrings_init(&s, list, 4), "an automaton is made");
    IS_INT(ws_substrings_find(&s, SLICE("/che-ap/Offer")), 9,
           "other characters and case do not count");
    IS_INT(ws_substrings_find(&s, SLICE("x\xc3\xa9 9")), 5, "nor do letters beyond ASCII");
    IS_INT(ws_substrings_find(&s, SLICE("cheap")), 0, "a beginning is not enough");
    ws_substrings_release(&s);
    OK(ws_substrings_init(&s, NULL, 0) && !ws_substrings_find(&s, SLICE("abc")),
       "none match nothing");
    ws_substrings_release(&s);
}

/* --- names of hosts -------------------------------------------------------------------- */

/* Expected values: those of Python's idna 3.20 (uts46), and of RFC 3492, 7.1. */
static void test_names(void)
{
    static const char *const NAMES[][2] = {
        {"Example.COM", "example.com"},
        {"m\xc3\xbcnchen.de", "xn--mnchen-3ya.de"},
        {"M\xc3\x9cNCHEN.de", "xn--mnchen-3ya.de"},
        {"mu\xcc\x88nchen.de", "xn--mnchen-3ya.de"},
        {"\xd0\xbf\xd1\x80\xd0\xb8\xd0\xbc\xd0\xb5\xd1\x80.\xd1\x80\xd1\x84",
         "xn--e1afmkfd.xn--p1ai"},
        {"www.\xe4\xbe\x8b\xe5\xad\x90.\xe4\xb8\xad\xe5\x9b\xbd", "www.xn--fsqu00a.xn--fiqs8s"},
        {"\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4\xb8\x8d\xe8\xaf\xb4"
         "\xe4\xb8\xad\xe6\x96\x87",
         "xn--ihqwcrb4cv8a8dqg056pqjye"},
        {"b\xc3\xbc"
         "cher",
         "xn--bcher-kva"},
        {"w\xe2\x82\x82.com", "w2.com"},
        {"\xff.com", "\xff.com"},
        {"a..b.", "a..b."},
        {"", ""},
    };
    uint8_t out[WS_HOST_MAX], name[2000];
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        struct ws_slice got = {out, ws_host_ascii(SLICE(NAMES[i][0]), out)};
        IS_SLICE(got, NAMES[i][1], NAMES[i][0]);
    }
    memset(name, 'a', sizeof name);
    IS_INT(ws_host_ascii((struct ws_slice){name, 255}, out), 255, "the longest name");
    IS_INT(ws_host_ascii((struct ws_slice){name, 256}, out), 0, "a longer one is none");
    for (size_t i = 0; i < sizeof name; i += 2)
        memcpy(name + i, "\xc3\xa4", 2);
    OK(ws_host_ascii((struct ws_slice){name, 1000}, out) == 0,
       "nor is one of a label too long");
}

/* --- lists ------------------------------------------------------------------------------ */

static void add(struct ws_url_lists *l, enum ws_url_list which, const char *const *lines,
                size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (ws_url_lists_add(l, which, SLICE(lines[i])) != WS_OK)
            OK(false, "'%s' is added", lines[i]);
}
#define ADD(l, which, ...)                                                                     \
    add((l), (which), (const char *const[]){__VA_ARGS__},                                      \
        sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static const struct {
    const char *url;
    enum ws_url_hit hit;
} JUDGED[] = {
    {"http://bad.example/", WS_URL_DOMAIN},
    {"https://user:pw@www.BAD.example.:8443/a?b#c", WS_URL_DOMAIN},
    {"http://a.b.bad.example", WS_URL_DOMAIN},
    {"http://notbad.example/", WS_URL_NO_HIT},
    {"http://bad.example.org/", WS_URL_NO_HIT},
    {"http://example/bad.example", WS_URL_NO_HIT},
    {"http://bad.example@good.org/", WS_URL_NO_HIT},
    {"http://shop.co.uk/x", WS_URL_DOMAIN},
    {"http://www.web.example/", WS_URL_SUBDOMAIN},
    {"http://web.example/", WS_URL_NO_HIT},
    {"http://www.xn--mnchen-3ya.de/", WS_URL_DOMAIN},
    {"http://M\xc3\xbcnchen.de", WS_URL_DOMAIN},
    {"http://blog.host.org/", WS_URL_SUBDOMAIN},
    {"http://my.blog.host.org/", WS_URL_SUBDOMAIN},
    {"http://host.org/", WS_URL_NO_HIT},
    {"http://listed.net/", WS_URL_DOMAIN},
    {"http://both.listed.net/", WS_URL_DOMAIN},
    {"http://10.1.2.3/", WS_URL_DOMAIN},
    {"http://7.10.1.2.3/", WS_URL_NO_HIT},
    {"http://hosts-file.test/", WS_URL_DOMAIN},
    {"http://starred.test/", WS_URL_DOMAIN},
    {"ftp://good.org/Members/~Joe", WS_URL_ADDRESS},
    {"http://www3.good.org:80/members/~joe/page.html?x", WS_URL_ADDRESS},
    {"http://good.org/members/~joey", WS_URL_NO_HIT},
    {"http://good.org/members/", WS_URL_NO_HIT},
    {"http://sub.good.org/members/~joe", WS_URL_NO_HIT},
    {"http://good.org/show?id=7", WS_URL_ADDRESS},
    {"http://good.org/show?id=7&page=2", WS_URL_ADDRESS},
    {"http://good.org/show?id=77", WS_URL_NO_HIT},
    {"http://root.org", WS_URL_ADDRESS},
    {"http://root.org/any", WS_URL_ADDRESS},
    {"http://sub.root.org/", WS_URL_NO_HIT},
    {"http://good.org/very-HARD.html", WS_URL_WORD},
    {"http://good.org/hardly", WS_URL_NO_HIT},
    {"http://good.org/soft", WS_URL_NO_HIT},
    {"http://good.org/soft/Soft", WS_URL_NO_HIT},
    {"http://good.org/soft/mellow", WS_URL_SOFT_WORDS},
    {"http://good.org/che-ap/o", WS_URL_SUBSTRING},
    {"http://good.org/soft/mellow/hard", WS_URL_WORD},
    {"", WS_URL_NO_HIT},
    {"urn:uuid:1", WS_URL_NO_HIT},
    {"bad.example/without-scheme", WS_URL_DOMAIN},
};

static void test_judge(void)
{
    struct ws_url_lists l;
    ws_url_lists_init(&l);
    OK(ws_url_lists_are_empty(&l) &&
           ws_url_lists_judge(&l, SLICE("http://a.b/c")) == WS_URL_NO_HIT,
       "empty lists want all");
    ADD(&l, WS_LIST_PLACES, "bad.example", "# good.org", "", "  Shop.co.uk \r", "blog.host.org",
        "both.listed.net", "listed.net.", "10.1.2.3", "www.web.example", "m\xc3\xbcnchen.de",
        "0.0.0.0 hosts-file.test # ads", "*.starred.test", "good.org/members/~joe/",
        "http://good.org/show?id=7", "www.root.org/");
    ADD(&l, WS_LIST_WORDS, "hard", "#soft");
    ADD(&l, WS_LIST_SOFT_WORDS, "soft", "mel low");
    ADD(&l, WS_LIST_SUBSTRINGS, "cheapo", "cheap offers");
    IS_INT(ws_url_lists_add(&l, WS_LIST_WORDS, SLICE("caf\xc3\xa9")), WS_SKIP,
           "a word beyond ASCII is refused");
    IS_INT(ws_url_lists_add(&l, WS_LIST_PLACES, SLICE("/path")), WS_SKIP,
           "a place without a host is refused");
    OK(ws_url_lists_close(&l) && !ws_url_lists_are_empty(&l), "lists are closed");
    for (size_t i = 0; i < sizeof JUDGED / sizeof *JUDGED; i++)
        IS_INT(ws_url_lists_judge(&l, SLICE(JUDGED[i].url)), JUDGED[i].hit, JUDGED[i].url);
    l.soft_least = 3;
    IS_INT(ws_url_lists_judge(&l, SLICE("http://good.org/soft/mellow")), WS_URL_NO_HIT,
           "three soft words are asked for");
    ws_url_lists_release(&l);
}

/* What would take more than linear time, or more room than there is. */
static void test_hostile(void)
{
    static const char *const PARTS[] = {"a.",   "/", "a/",      "?", "soft ",
                                        "soft", "@", "ch-e-ap", "%"};
    enum { SIZE = 4 << 20 };
    struct ws_url_lists l;
    char *url = malloc(SIZE);
    unsigned hits = 0;
    ws_url_lists_init(&l);
    memset(url, 'p', 4000);
    url[4000] = '\0';
    memcpy(url, "e.com/", 6);
    ADD(&l, WS_LIST_PLACES, "a.a.a.b", url);
    ADD(&l, WS_LIST_SOFT_WORDS, "soft", "words");
    ADD(&l, WS_LIST_SUBSTRINGS, "cheapcheapo", "pcheapchea");
    if (!ws_url_lists_close(&l))
        return;
    for (size_t i = 0; i < sizeof PARTS / sizeof *PARTS; i++) {
        size_t n = (size_t)snprintf(url, SIZE, i % 2 ? "http://e.com/" : "http://"),
               len = strlen(PARTS[i]);
        for (; n + len < SIZE; n += len)
            memcpy(url + n, PARTS[i], len);
        hits += ws_url_lists_judge(&l, (struct ws_slice){(uint8_t *)url, n}) != WS_URL_NO_HIT;
    }
    IS_INT(hits, 1, "addresses of 4 MiB are judged");
    ws_url_lists_release(&l);
    free(url);
}

int main(void)
{
    test_set();
    test_long_strings();
    test_against_search();
    test_substrings();
    test_names();
    test_judge();
    test_hostile();
    return tap_done();
}
