/* JSON-LD as pages carry it: nested, linked by @id, escaped, cut off, hostile. */
#include "pipeline/extract/metadata/json_ld.h"
#include "tests/tap.h"

#include <stdlib.h>

static struct ws_arena arena;

static struct ws_json_ld read_ld(const char *json)
{
    struct ws_json_ld ld;
    struct ws_slice script = SLICE(json);
    if (!ws_json_ld_read(&script, 1, &arena, &ld))
        abort();
    return ld;
}

static void test_article(void)
{
    struct ws_json_ld ld = read_ld(
        "{\"@context\":\"https://"
        "schema.org\",\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"The Site\"},"
        "{\"@type\":\"WebPage\",\"datePublished\":\"2020-01-01\",\"inLanguage\":\"de\"},"
        "{\"@type\":[\"Thing\",\"NewsArticle\"],\"headline\":\"A \\u201cB\\u201d \\/ C\","
        "\"author\":[{\"@type\":\"Person\",\"name\":\"Ann Lee\"},{\"name\":\"Bo\"}],"
        "\"datePublished\" : "
        "\"2024-01-02\",\"dateModified\":\"2024-01-03\",\"articleSection\":[\"News\",\"x\"],"
        "\"keywords\":[\"a\",\"b\",{\"@type\":\"DefinedTerm\",\"name\":\"c\"}],\"license\":"
        "\"http://l/\","
        "\"image\":{\"@type\":\"ImageObject\",\"url\":\"http://i/\",\"author\":{\"name\":\"Not "
        "me\"}},"
        "\"publisher\":{\"@type\":\"Organization\",\"name\":\"Pub\"},\"description\":\"D\"}]}");
    IS_INT(ld.main.rank, 4, "an article");
    IS_SLICE(ld.main.headline, "A \u201cB\u201d / C", "escapes undone");
    IS_INT(ld.main.n_authors, 2, "two authors");
    IS_SLICE(ld.main.authors[0], "Ann Lee", "the first");
    IS_SLICE(ld.main.authors[1], "Bo", "the second");
    IS_SLICE(ld.main.published, "2024-01-02", "blank before the colon");
    IS_SLICE(ld.main.modified, "2024-01-03", "modified");
    IS_SLICE(ld.main.section, "News", "first of a list");
    IS_INT(ld.main.n_keywords, 3, "keywords as strings and objects");
    IS_SLICE(ld.main.keywords[2], "c", "by name");
    IS_SLICE(ld.main.license, "http://l/", "license");
    IS_SLICE(ld.main.image, "http://i/", "address of an image object");
    IS_SLICE(ld.main.publisher, "Pub", "publisher");
    IS_SLICE(ld.page.published, "2020-01-01", "the page has its own");
    IS_SLICE(ld.page.language, "de", "language");
    IS_SLICE(ld.site, "The Site", "site");
}

static void test_ids(void)
{
    struct ws_json_ld ld = read_ld(
        "[{\"@type\":\"BlogPosting\",\"author\":{\"@id\":\"#me\"},\"image\":{\"@id\":\"#pic\"},"
        "\"publisher\":{\"@id\":\"#org\"}},{\"@id\":\"#me\",\"@type\":\"Person\",\"name\":"
        "\"Ann\"},"
        "{\"@id\":\"#pic\",\"@type\":\"ImageObject\",\"contentUrl\":\"http://p/\"},"
        "{\"@id\":\"#org\",\"@type\":\"NewsMediaOrganization\",\"name\":\"Org\"}]");
    IS_SLICE(ld.main.authors[0], "Ann", "an author by @id");
    IS_SLICE(ld.main.image, "http://p/", "an image by @id");
    IS_SLICE(ld.main.publisher, "Org", "a publisher by @id");
    IS_SLICE(ld.site, "Org", "no WebSite: the organization");
}

static void test_rank(void)
{
    struct ws_json_ld ld =
        read_ld("[{\"@type\":\"Product\",\"name\":\"P\",\"review\":{\"@type\":\"Review\","
                "\"datePublished\":\"2001-01-01\",\"author\":{\"name\":\"R\"}}}]");
    IS_INT(ld.main.rank, 3, "a product");
    IS_SLICE(ld.main.published, "", "reviews of it are not it");
    IS_INT(ld.main.n_authors, 0, "nor are their authors");
    ld = read_ld(
        "{\"@type\":\"WebPage\",\"mainEntity\":{\"headline\":\"H\",\"@type\":\"Article\","
        "\"comment\":[{\"@type\":\"Comment\",\"datePublished\":\"2001-01-01\"}],"
        "\"datePublished\":\"2002-02-02\"}}");
    IS_SLICE(ld.main.headline, "H", "the main entity; its type may come late");
    IS_SLICE(ld.main.published, "2002-02-02", "comments do not count");
    ld = read_ld(
        "[{\"@type\":\"Product\",\"name\":\"P\"},{\"@type\":\"Article\",\"name\":\"A\"},"
        "{\"@type\":\"Article\",\"name\":\"B\"}]");
    IS_SLICE(ld.main.name, "A", "the first article goes before products and other articles");
    ld = read_ld("[{\"@type\":\"Person\",\"name\":\"P\"},{\"@type\":\"BreadcrumbList\","
                 "\"name\":\"B\"}]");
    IS_INT(ld.main.rank + ld.page.rank, 0, "people and lists are not the page");
    ld = read_ld("{\"datePublished\":\"2003-03-03\",\"author\":\"Zoe\"}");
    IS_SLICE(ld.page.published, "2003-03-03", "without a type: the page");
    IS_SLICE(ld.page.authors[0], "Zoe", "author as a string");
}

static void test_damage(void)
{
    static const struct {
        const char *json, *headline;
    } CASES[] = {
        {"{\"headline\":\"\\ud83d\\ude00 \\ud83d x\"}", "\U0001F600 \uFFFD x"},
        {"{\"headline\":\"\\ude00\\ud83d\"}", "\uFFFD\uFFFD"},
        {"{\"headline\":\"cut off", "cut off"},
        {"{\"headline\":\"x\\", "x\\"},
        {"{\"headline\":\"\\u12\"}", "\uFFFD12"},
        {"{\"headline\":\"a\\\xc3\xa9\"}", "aé"},
        {"{\"headline\":\"a\\u0000b\"}", "a b"},
        {"{\"headline\":\"two\nlines\"}", "two\nlines"},
        {"{\"headline\":[\"a list\"]}", "a list"},
        {"<!-- //--> {\"headline\":\"in a comment\"}", "in a comment"},
        {"{\"headline\":{}}", ""},
        {"{\"headline\":null,\"name\":\"x\"}", ""},
        {"{\"headline\"}", ""},
        {"\"headline\"", ""},
        {"\"headline\":\"outside\"", ""},
        {"]}]}{\"headline\":\"after too many ends\"}", "after too many ends"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++)
        IS_SLICE(read_ld(CASES[i].json).page.headline, CASES[i].headline, CASES[i].json);
}

/* A megabyte of piece between head and tail, in memory of its own, where a sanitizer sees what
 * is read or written behind its end. Returns the bytes of the headline. */
static size_t read_many(const char *head, const char *piece, const char *tail)
{
    const size_t n_head = strlen(head), n = strlen(piece), times = ((size_t)1 << 20) / n;
    char *json = malloc(n_head + n * times + strlen(tail));
    if (!json)
        abort();
    memcpy(json, head, n_head);
    for (size_t i = 0; i < times; i++)
        memcpy(json + n_head + i * n, piece, n);
    memcpy(json + n_head + n * times, tail, strlen(tail));
    struct ws_slice script = {(const uint8_t *)json, n_head + n * times + strlen(tail)};
    struct ws_json_ld ld;
    OK(ws_json_ld_read(&script, 1, &arena, &ld), "a megabyte of %s", piece);
    free(json);
    ws_arena_reset(&arena);
    return ld.page.headline.n;
}

static void test_hostile(void)
{
    IS_INT(read_many("{\"headline\":\"", "\\u", ""), 3 << 19,
           "every escape without digits is one U+FFFD");
    read_many("", "{\"a\":", "");
    read_many("", "[", "");
    read_many("{\"@graph\":[", "{},", "]}");
    read_many("{\"author\":[", "{\"name\":\"a\"},", "]}");
    read_many("{\"keywords\":[", "\"a\",", "]}");
    read_many("[", "{\"@id\":\"a\",\"name\":\"b\"},", "]");
    read_many("", "\"", "");
    read_many("", "}", "");
    /* what comes behind too deep a nest is still read */
    char deep[500] = "{\"a\":";
    for (int i = 0; i < 100; i++)
        strcat(deep, "[");
    for (int i = 0; i < 100; i++)
        strcat(deep, "]");
    strcat(deep, ",\"headline\":\"H\"}");
    IS_SLICE(read_ld(deep).page.headline, "H", "behind a nest of a hundred");
}

static void test_names(void)
{
    struct ws_json_ld ld =
        read_ld("{\"@type\":\"Article\",\"author\":\"Ann Lee; Bo O&#39;Roe;Cy D&eacute;;\"}");
    IS_INT(ld.main.n_authors, 3, "names between semicolons");
    IS_SLICE(ld.main.authors[0], "Ann Lee", "the first of them");
    IS_SLICE(ld.main.authors[1], "Bo O&#39;Roe", "references stay for others to read");
    IS_SLICE(ld.main.authors[2], "Cy D&eacute;", "the last");
    ld = read_ld(
        "{\"@type\":\"Article\",\"author\":[{\"name\":\"<a href='/n'>Ann<br\\/>Lee<\\/a>\"},"
        "\"\\u003cb\\u003eBo\\u003c/b\\u003e, < 3\"]}");
    IS_INT(ld.main.n_authors, 2, "names with tags");
    IS_SLICE(ld.main.authors[0], "Ann Lee", "the tags are gone");
    IS_SLICE(ld.main.authors[1], "Bo, < 3", "escaped ones, too, and what is none stays");
}

static void test_parts(void)
{
    struct ws_json_ld ld = read_ld(
        "{\"@type\":\"Recipe\",\"recipeIngredient\":[\"2 eggs\",\"\\u00bd cup milk\"],\"text\":\"no\",\"recipeInstructions\":["
        "{\"@type\":\"HowToSection\",\"name\":\"Dough\",\"itemListElement\":[{\"@type\":\"HowToStep\",\"name\":\"One\","
        "\"text\":\"Beat the eggs.\",\"image\":{\"text\":\"no\"}}]},{\"@type\":\"HowToStep\",\"text\":\"Bake it.\"},"
        "\"Eat it.\"],\"review\":{\"text\":\"no\",\"recipeIngredient\":\"no\"}}");
    static const char *const PARTS[] = {"2 eggs", "\u00bd cup milk", "Beat the eggs.", "Bake it.", "Eat it."};
    IS_INT((int)ld.parts.n, 5, "ingredients and steps, those of sections, too");
    for (size_t i = 0; i < 5 && i < ld.parts.n; i++)
        IS_SLICE(ld.parts.v[i], PARTS[i], "in their order");
    ld = read_ld("{\"@type\":\"HowTo\",\"step\":[{\"text\":\"Cut.\"}]}");
    IS_INT((int)ld.parts.n, 1, "steps of other instructions");
    ld = read_ld("{\"@type\":\"NewsArticle\",\"articleBody\":\"A text.\"}");
    IS_INT((int)ld.parts.n, 0, "not the body of an article");
}

int main(void)
{
    test_article();
    test_parts();
    test_names();
    test_ids();
    test_rank();
    test_damage();
    test_hostile();
    ws_arena_release(&arena);
    return tap_done();
}
