/* Opt-out signals: directives for robots, TDM reservation, paywalls, and marks of licenses. */
#include "pipeline/corpus/optout.h"
#include "tests/tap.h"

static uint32_t bits(const char *names)
{
    uint32_t set = 0;
    return *names && !ws_optout_add(&set, names) ? UINT32_MAX : set;
}

static void test_names(void)
{
    uint32_t set = 0;
    OK(ws_optout_add(&set, "tdm,noai") && set == (WS_OPTOUT_BIT(WS_OPTOUT_TDM) | WS_OPTOUT_BIT(WS_OPTOUT_NOAI)),
       "a list of names");
    OK(ws_optout_add(&set, "paywall") && set & WS_OPTOUT_BIT(WS_OPTOUT_PAYWALL) && set & 1, "one more is added");
    OK(!ws_optout_add(&set, "noai,") && !ws_optout_add(&set, "") && !ws_optout_add(&set, "nofollow"), "what is none");
    for (unsigned k = 0; k < WS_OPTOUT_COUNT; k++)
        OK(bits(ws_optout_name(k)) == WS_OPTOUT_BIT(k), "%s", ws_optout_name(k));
}

static void test_robots(void)
{
    static const struct {
        bool agents;
        const char *directives, *want;
    } CASES[] = {
        {false, "", ""},
        {false, "index, follow", ""},
        {false, "noindex,nofollow", "noindex"},
        {false, "NOINDEX, NoArchive", "noindex,noarchive"},
        {false, "noindex nofollow", "noindex"},
        {false, "none", "noindex"},
        {false, "all", ""},
        {false, "noai, noimageai", "noai,noimageai"},
        {false, "nosnippet;noarchive", "nosnippet,noarchive"},
        {false, "max-snippet:0", "nosnippet"},
        {false, "max-snippet:-1, max-image-preview:large", ""},
        {false, "noindexing, xnoai", ""},
        {false, "max-snippet:01", ""},
        {true, "noindex", "noindex"},
        {true, "googlebot: noindex, nofollow", ""},
        {true, "googlebot:noindex", ""},
        {true, "CCBot: noindex", "noindex"},
        {true, "gptbot:noai", "noai"},
        {true, "*: noarchive", "noarchive"},
        {true, "noindex, googlebot: noarchive", "noindex"},
        {true, "googlebot: noindex, ccbot: noarchive, nosnippet", "noarchive,nosnippet"},
        {true, "max-snippet:0, noai", "nosnippet,noai"},
        {true, "unavailable_after: 25 Jun 2010 15:00:00 PST, noarchive", "noarchive"},
        {true, "unavailable_after: 25 Jun 2010 15:00:00 PST", ""},
        {true, ":, : noai", "noai"},
        {false, "googlebot: noindex", "noindex"}, /* no agents in meta elements: a stray word */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        uint32_t set = 0;
        ws_robots_read(SLICE(CASES[i].directives), CASES[i].agents, &set);
        OK(set == bits(CASES[i].want), "%s '%s': %#x", CASES[i].agents ? "field" : "meta", CASES[i].directives,
           (unsigned)set);
    }
}

static void test_licenses(void)
{
    static const struct {
        const char *license, *mark;
    } CASES[] = {
        {"https://creativecommons.org/licenses/by/4.0/", "cc-by-4.0"},
        {"http://creativecommons.org/licenses/by-nc-sa/3.0/us/", "cc-by-nc-sa-3.0-us"},
        {"https://creativecommons.org/licenses/by/3.0/igo", "cc-by-3.0-igo"},
        {"//creativecommons.org/licenses/by-sa/4.0/deed.de", "cc-by-sa-4.0"},
        {"https://creativecommons.org/licenses/by-nc-nd/3.0/de/deed.en", "cc-by-nc-nd-3.0-de"},
        {"https://creativecommons.org/licenses/by/4.0/legalcode", "cc-by-4.0"},
        {"HTTPS://CreativeCommons.org/Licenses/BY/4.0", "cc-by-4.0"},
        {"https://creativecommons.org/licenses/by", "cc-by"},
        {"https://creativecommons.org/licenses/nc-sa/1.0/", "cc-nc-sa-1.0"},
        {"https://creativecommons.org/publicdomain/zero/1.0/", "cc0-1.0"},
        {"https://creativecommons.org/publicdomain/zero/1.0/deed.en", "cc0-1.0"},
        {"https://creativecommons.org/publicdomain/mark/1.0/", "cc-pdm-1.0"},
        {"https://creativecommons.org/", ""},
        {"https://creativecommons.org/licenses/", ""},
        {"https://creativecommons.org/licenses/gpl/2.0/", ""},
        {"https://creativecommons.org/about/by/4.0/", ""},
        {"CC BY 4.0", "cc-by-4.0"},
        {"CC-BY-NC-SA 4.0", "cc-by-nc-sa-4.0"},
        {"cc_by_nd", "cc-by-nd"},
        {"Creative Commons Attribution 4.0 International (CC BY 4.0)", "cc-by-4.0"},
        {"CC BY-SA 3.0 DE", "cc-by-sa-3.0"},
        {"CC0", "cc0"},
        {"CC0 1.0", "cc0-1.0"},
        {"CC01", ""},
        {"soccer by me", ""},
        {"ACC BY 4.0", ""},
        {"All rights reserved", ""},
        {"https://www.example.org/license", ""},
        {"cc", ""},
        {"", ""},
        {"https://creativecommons.org/licenses/by-by-by-by-by-by-by-by-by-by-by-by/4.0/",
         "cc-by-by-by-by-by-by-by-by-by-by"}, /* cut off, never over */
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        char mark[WS_LICENSE_MARK];
        ws_license_mark(SLICE(CASES[i].license), mark);
        OK(strncmp(mark, CASES[i].mark, WS_LICENSE_MARK - 1) == 0 && strlen(mark) < WS_LICENSE_MARK &&
               (*CASES[i].mark || !*mark),
           "license '%s': '%s'", CASES[i].license, mark);
    }
}

static void test_page(void)
{
    struct ws_optout_signals s;
    const struct ws_field fields[] = {{SLICE("x-robots-tag"), SLICE("noarchive")},
                                      {SLICE("X-ROBOTS-TAG"), SLICE("otherbot: noindex")},
                                      {SLICE("TDM-Reservation"), SLICE(" 1 ")},
                                      {SLICE("tdm-policy"), SLICE("https://example.org/header.json")},
                                      {SLICE("tdm-policy"), SLICE("https://example.org/second.json")}};
    const struct ws_http http = {.fields = fields, .n_fields = sizeof fields / sizeof *fields};
    struct ws_article art = {.robots = SLICE("noai"),
                             .tdm_policy = SLICE("https://example.org/meta.json"),
                             .free = SLICE("http://schema.org/False"),
                             .license = SLICE("CC0")};
    ws_optout_read(&art, &http, &s);
    OK(s.set == bits("noai,noarchive,tdm,paywall"), "meta elements and fields together: %#x", (unsigned)s.set);
    IS_SLICE(s.tdm_policy, "https://example.org/header.json", "the policy of the header comes first");
    IS_STR(s.free, "false", "not free");
    IS_STR(s.license_mark, "cc0", "license");
    art = (struct ws_article){.tdm_reservation = SLICE("1"), .tdm_policy = SLICE("p"), .free = SLICE(" True")};
    ws_optout_read(&art, NULL, &s);
    OK(s.set == bits("tdm"), "a page without a header");
    IS_SLICE(s.tdm_policy, "p", "its own policy");
    IS_STR(s.free, "true", "free");
    art = (struct ws_article){.tdm_reservation = SLICE("0"), .free = SLICE("maybe")};
    ws_optout_read(&art, NULL, &s);
    OK(s.set == 0 && !*s.free && !*s.license_mark && !s.tdm_policy.n, "nothing is reserved, nothing else is said");
}

int main(void)
{
    test_names();
    test_robots();
    test_licenses();
    test_page();
    return tap_done();
}
