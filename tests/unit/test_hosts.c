/* What a survey of pages says of the blocks of their host: which pages count, the rule, the
 * bounds. */
#include "pipeline/extract/extractor.h"
#include "pipeline/extract/host/host_note.h"
#include "pipeline/extract/host/host_survey.h"
#include "tests/tap.h"

#include <stdio.h>
#include <stdlib.h>

#define LONG_TEXT                                                                              \
    "is a paragraph of its own with more than fifteen words in it so that it can tell its "    \
    "page "                                                                                    \
    "from the others"

/* --- pages ---------------------------------------------------------------------------- */

struct fixture {
    struct ws_extractor *x;
    struct ws_buf notes;
};

static void begin(struct fixture *f)
{
    f->x = ws_extractor_new(NULL);
    ws_buf_init(&f->notes, 64u << 20);
}

static void end(struct fixture *f)
{
    ws_extractor_free(f->x);
    ws_buf_release(&f->notes);
}

static void note(struct fixture *f, const char *url, const char *html)
{
    struct ws_page page = {.bytes = SLICE(html), .url = SLICE(url)};
    struct ws_analysis a;
    struct ws_error err;
    if (ws_cut_page(f->x, &page, &a, &err) != WS_OK || !ws_host_note(&a, page.url, &f->notes))
        OK(false, "a note of %s", url);
}

/* Page i of a host: a menu, a block that the first n_some pages share, an own paragraph. */
static void note_page(struct fixture *f, const char *host, int i, int n_some)
{
    char url[100], html[1000];
    snprintf(url, sizeof url, "http://%s/%d", host, i);
    snprintf(html, sizeof html,
             "<title>Page %c</title><p>Site menu words</p>%s<p>Page number %c%c " LONG_TEXT
             "</p><p>2024</p>",
             'a' + i % 26, i < n_some ? "<p>Some pages say this</p>" : "", 'a' + i % 26,
             'a' + i / 26);
    note(f, url, html);
}

static struct ws_host_memory *learn(struct fixture *f, struct ws_host_counts *counts)
{
    struct ws_host_survey *s = ws_host_survey_new(WS_HOST_SURVEY_PAGES);
    struct ws_host_memory *m = NULL;
    if (s && ws_host_survey_add(s, &f->notes))
        m = ws_host_survey_finish(s, counts);
    ws_host_survey_free(s);
    return m;
}

static int strength(const struct ws_host_memory *m, const char *url, const char *block)
{
    uint64_t host = ws_host_hash(SLICE(url));
    return (int)(100 * ws_host_memory_strength(m, host, ws_host_block_hash(SLICE(block))) +
                 0.5f);
}

/* --- names ---------------------------------------------------------------------------- */

static void test_hosts(void)
{
    static const char *const SAME[] = {
        "https://example.org",      "http://EXAMPLE.org/a?b",      "http://www.example.org/",
        "http://example.org:8080/", "http://me:pw@example.org/@x", "http://example.org#a"};
    uint64_t host = ws_host_hash(SLICE("http://example.org/"));
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++)
        OK(ws_host_hash(SLICE(SAME[i])) == host, "%s is on example.org", SAME[i]);
    OK(ws_host_hash(SLICE("http://blog.example.org/")) != host, "another host");
    OK(ws_host_hash(SLICE("http://example.org.evil/")) != host, "and another");
    static const char *const NONE[] = {"",        "example.org/a", "urn:x:y",
                                       "http://", "http:///a",     "file:///tmp/a"};
    for (size_t i = 0; i < sizeof NONE / sizeof *NONE; i++)
        OK(ws_host_hash(SLICE(NONE[i])) == 0, "\"%s\" has no host", NONE[i]);
    OK(ws_host_hash((struct ws_slice){NULL, 0}) == 0, "no address has none");
}

static void test_block_hashes(void)
{
    uint64_t h = ws_host_block_hash(SLICE("Read more!"));
    OK(h && ws_host_block_hash(SLICE("  read\nMORE")) == h,
       "case, blanks and signs do not count");
    OK(ws_host_block_hash(SLICE("readmore")) != h, "the edges of words do");
    OK(ws_host_block_hash(SLICE("12 / 2024")) == 0, "numbers alone have no hash");
    OK(ws_host_block_hash(SLICE("—")) == 0, "nor have signs");
    OK(ws_host_block_hash(SLICE("上一篇")) != ws_host_block_hash(SLICE("下一篇")), "Chinese");
}

/* --- which pages count ---------------------------------------------------------------- */

static void test_repeated(void)
{
    struct fixture f;
    struct ws_host_counts counts;
    begin(&f);
    for (int i = 0; i < 11; i++)
        note_page(&f, "a.example", i, 5); /* on 4 of 10 others: (0.4 - 0.2) / 0.3 */
    for (int i = 0; i < 3; i++)
        note_page(&f, "small.example", i, 0);
    note(&f, "urn:x", "<p>Site menu words</p>");
    struct ws_host_memory *m = learn(&f, &counts);
    IS_INT(strength(m, "http://a.example/", "Site menu words"), 100, "on all pages");
    IS_INT(strength(m, "https://www.a.example/x", "site menu, words"), 100, "said otherwise");
    IS_INT(strength(m, "http://a.example/", "Some pages say this"), 67, "on some pages");
    IS_INT(strength(m, "http://a.example/", "Page number aa " LONG_TEXT), 0, "on one page");
    IS_INT(strength(m, "http://a.example/", "2024"), 0, "a number on all pages");
    IS_INT(strength(m, "http://b.example/", "Site menu words"), 0, "on another host");
    IS_INT(strength(m, "http://small.example/", "Site menu words"), 0,
           "three pages are too few");
    IS_INT(counts.pages, 14, "pages");
    IS_INT(counts.hosts, 1, "hosts");
    IS_INT(counts.blocks, 2, "blocks");
    ws_host_memory_free(m);
    end(&f);
}

/* One article of four paragraphs under many addresses beside others. */
static void test_copies(void)
{
    static const char ARTICLE[] =
        "<title>Story</title><p>Site menu words</p><p>First " LONG_TEXT
        "</p><p>Second " LONG_TEXT "</p><p>Third " LONG_TEXT "</p><p>Coda of it</p>";
    struct fixture f;
    begin(&f);
    for (int i = 0; i < 6; i++)
        note_page(&f, "a.example", i, 0);
    for (int i = 0; i < 30; i++) { /* more than half of the pages */
        char url[100], html[1000];
        snprintf(url, sizeof url, "http://a.example/story?replytocom=%d", i);
        snprintf(html, sizeof html, "%s<p>Reply %c%c %s</p>", ARTICLE, 'a' + i, 'b',
                 i % 2 ? "" : LONG_TEXT);
        note(&f, url, html);
    }
    for (int i = 0; i < 9; i++)
        note(&f, i % 2 ? "http://a.example/story" : "https://a.example/story#x", ARTICLE);
    struct ws_host_memory *m = learn(&f, NULL);
    IS_INT(strength(m, "http://a.example/", "Site menu words"), 100,
           "the menu is on all pages");
    IS_INT(strength(m, "http://a.example/", "Second " LONG_TEXT), 0,
           "copies make no boilerplate");
    IS_INT(strength(m, "http://a.example/", "Coda of it"), 0, "short blocks of theirs neither");
    ws_host_memory_free(m);
    end(&f);
}

static void test_one_article_only(void)
{
    struct fixture f;
    begin(&f);
    for (int i = 0; i < 20; i++) {
        char url[100];
        snprintf(url, sizeof url, "http://a.example/?session=%d", i);
        note(&f, url, "<title>Story</title><p>Menu words</p><p>First " LONG_TEXT "</p>");
    }
    struct ws_host_memory *m = learn(&f, NULL);
    IS_INT(strength(m, "http://a.example/", "First " LONG_TEXT), 0,
           "a host of one article says nothing");
    ws_host_memory_free(m);
    end(&f);
}

/* An overview shows the first paragraphs of articles; so do a list of the month and one of the
 * author. */
static void test_teasers(void)
{
    struct fixture f;
    begin(&f);
    for (int i = 0; i < 20; i++)
        note_page(&f, "a.example", i, 0);
    for (int k = 0; k < 3; k++) {
        char url[100], html[8000];
        size_t n = 0;
        snprintf(url, sizeof url, "http://a.example/list/%d", k);
        for (int i = 0; i < 10; i++)
            n += (size_t)snprintf(html + n, sizeof html - n,
                                  "<p>Page number %ca " LONG_TEXT "</p>", 'a' + i);
        note(&f, url, html);
    }
    struct ws_host_memory *m = learn(&f, NULL);
    IS_INT(strength(m, "http://a.example/", "Page number ca " LONG_TEXT), 0,
           "paragraphs shown in three lists are no boilerplate");
    ws_host_memory_free(m);
    end(&f);
}

/* --- bounds --------------------------------------------------------------------------- */

/* The same for every order, also when not all pages can be held. order: 0 forward, 1 backward,
 * 2 in strides. */
static void learn_crowd(int order, size_t max_pages, struct ws_host_counts *counts, int *sum)
{
    struct fixture f;
    struct ws_host_survey *s = ws_host_survey_new(max_pages);
    begin(&f);
    for (int k = 0; k < 600; k++) {
        int i = order == 0 ? k : order == 1 ? 599 - k : k * 7 % 600;
        char host[20];
        snprintf(host, sizeof host, "h%d.example", i % 30 < 15 ? 0 : i % 30);
        f.notes.n = 0;
        note_page(&f, host, i / 30 % 20 + (i % 30 < 15 ? 20 * (i % 30) : 0), 5);
        if (!ws_host_survey_add(s, &f.notes))
            OK(false, "added");
    }
    struct ws_host_memory *m = ws_host_survey_finish(s, counts);
    *sum = 0;
    for (int h = 0; h < 30; h++) {
        char url[40];
        snprintf(url, sizeof url, "http://h%d.example/", h);
        *sum = *sum * 31 % 1000003 + strength(m, url, "Site menu words") +
               strength(m, url, "Some pages say this");
    }
    ws_host_memory_free(m);
    ws_host_survey_free(s);
    end(&f);
}

static void test_bounds(void)
{
    static const size_t MOST[] = {10000, 500, 200, 100, 30, 1};
    for (size_t k = 0; k < sizeof MOST / sizeof *MOST; k++) {
        struct ws_host_counts a, b;
        int sum_a, sum_b;
        learn_crowd(0, MOST[k], &a, &sum_a);
        OK(a.pages <= MOST[k], "%zu pages at most: %d", MOST[k], (int)a.pages);
        for (int order = 1; order < 3; order++) {
            learn_crowd(order, MOST[k], &b, &sum_b);
            OK(a.pages == b.pages && a.hosts == b.hosts && a.blocks == b.blocks &&
                   sum_a == sum_b,
               "the same in order %d", order);
        }
        if (MOST[k] == 10000)
            IS_INT(a.pages, 256 + 15 * 20, "256 pages of the large host, all of the others");
        if (MOST[k] == 200)
            IS_INT(a.hosts, 16, "fewer pages of each host before hosts are left out");
    }
}

static void test_large_note(void)
{
    struct fixture f;
    begin(&f);
    size_t n = 0, size = 100000;
    char *html = malloc(size);
    for (int i = 0; html && i < 2000; i++)
        n += (size_t)snprintf(html + n, size - n, "<p>block x%d</p>", i);
    if (html)
        note(&f, "http://a.example/", html);
    IS_INT(f.notes.n, WS_HOST_NOTE_MAX, "a note holds 512 blocks at most");
    f.notes.max = f.notes.n;
    struct ws_page page = {.bytes = SLICE("<p>more</p>"), .url = SLICE("http://a.example/b")};
    struct ws_analysis a;
    struct ws_error err;
    OK(ws_cut_page(f.x, &page, &a, &err) == WS_OK && !ws_host_note(&a, page.url, &f.notes),
       "a full buffer is told");
    free(html);
    end(&f);
}

/* --- the rule ------------------------------------------------------------------------- */

static void test_apply(void)
{
    struct fixture f;
    struct ws_error err;
    struct ws_analysis a;
    struct ws_page page = {
        .bytes = SLICE("<h2>Site menu words here</h2><p>Two words</p><p>Site menu words here"
                       "</p><p>All of it " LONG_TEXT "</p><p>Not repeated</p>"),
        .url = SLICE("http://a.example/")};
    static const char *const BLOCKS[] = {"Site menu words here", "Two words",
                                         "All of it " LONG_TEXT};
    uint64_t host = ws_host_hash(page.url);
    struct ws_host_memory *m = ws_host_memory_new(3, 1);
    begin(&f);
    for (size_t i = 0; i < 3; i++)
        OK(ws_host_memory_put(m, host, ws_host_block_hash(SLICE(BLOCKS[i])), 10, 10), "put");
    OK(!ws_host_memory_put(m, host, 99, 2, 4), "one other page says nothing");
    OK(!ws_host_memory_put(m, host, 99, 5, 40), "nor do few of many");
    OK(ws_cut_page(f.x, &page, &a, &err) == WS_OK && a.blocks.n == 5, "a page of five blocks");
    float p[5] = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
    ws_host_memory_apply(m, page.url, &a.tree, &a.blocks, p);
    static const int WANT[] = {182, 182, 47, 1,
                               500}; /* 1 / (1 + exp(1.5, 3, 7)), in thousandths */
    static const char *const WHAT[] = {"a heading", "two words", "four words",
                                       "a long paragraph", "what is not repeated"};
    for (int i = 0; i < 5; i++)
        IS_INT((int)(p[i] * 1000 + 0.5f), WANT[i], WHAT[i]);
    float sure[5] = {1, 1, 1, 1, 1}, zero[5] = {0};
    ws_host_memory_apply(m, page.url, &a.tree, &a.blocks, sure);
    ws_host_memory_apply(m, page.url, &a.tree, &a.blocks, zero);
    OK(sure[3] > 0.9f && sure[3] <= 1 && zero[3] == 0, "probabilities of 1 and 0 stay such");
    ws_host_memory_apply(NULL, page.url, &a.tree, &a.blocks, sure);
    ws_host_memory_apply(m, SLICE("http://b.example/"), &a.tree, &a.blocks, p);
    OK(p[0] > 0.18f, "a host that is not known changes nothing");
    ws_host_memory_free(m);
    end(&f);
}

int main(void)
{
    ws_extract_global_init();
    test_hosts();
    test_block_hashes();
    test_repeated();
    test_copies();
    test_one_article_only();
    test_teasers();
    test_bounds();
    test_large_note();
    test_apply();
    return tap_done();
}
