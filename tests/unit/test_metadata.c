/* What pages say of themselves: every source of every field, and which goes before which. */
#include "tests/unit/metadata_helper.h"

/* --- dates ---------------------------------------------------------------------------- */

#define ALL_DATES                                                                              \
    META("dc.date.issued", "2024-01-04")                                                       \
    LD("{\"@type\":\"WebPage\",\"datePublished\":\"2024-01-05\"}")                             \
    "<h1>Flood closes road</h1><p class=date>January 7, 2024</p>" WORDS

static void test_published(void)
{
    static const struct one CASES[] = {
        {ARTICLE("\"datePublished\":\"2024-01-01\"")
             PROP("article:published_time", "2024-01-02") ALL_DATES,
         "2024-01-01"},
        {PROP("article:published_time", "2024-01-02") "<time itemprop=datePublished "
                                                      "datetime=2024-01-03>x</time>" ALL_DATES,
         "2024-01-02"},
        {"<p><time itemprop=datePublished datetime=2024-01-03>x</time>" ALL_DATES,
         "2024-01-03"},
        {"<p><span property='schema:datePublished' content=2024-01-03>x</span>" ALL_DATES,
         "2024-01-03"},
        {META("datePublished", "2024-01-03"), "2024-01-03"},
        {ALL_DATES, "2024-01-04"},
        {LD("{\"@type\":\"WebPage\",\"datePublished\":\"2024-01-05\"}") "<h1>Flood closes "
                                                                        "road</h1><p>January "
                                                                        "7, 2024</p>",
         "2024-01-05"},
        {"<h1>Flood closes road</h1><p><time "
         "datetime='2024-01-06T10:00:00+01:00'>Saturday</time></p>" WORDS,
         "2024-01-06T10:00:00+01:00"},
        {"<h1>Flood closes road</h1><p class=date>January 7, 2024</p>" WORDS, "2024-01-07"},
        {"<h1>Наводнение</h1><p>Опубликовано 7 января 2024 г.</p>" WORDS, "2024-01-07"},
        {"<h1>洪水</h1><p>发布时间：2024年1月7日 10:20</p>" WORDS, "2024-01-07"},
        /* where the date stands, and not where its block begins */
        {"<h1>Flood closes road</h1><p><a class=trending href=/>Hot</a> <time class=date>January 7, "
         "2024</time></p>" WORDS,
         "2024-01-07"},
        {"<h1>Flood closes road</h1><p>Flood<br><span class=latest-date>January 7, 2024</span></p>" WORDS,
         "2024-01-07"},
        /* a sidebar right behind the headline is about the article */
        {"<h1>Flood closes road</h1><div class=sidebar><p class=date>January 7, 2024</div>" WORDS,
         "2024-01-07"},
        /* the day that another date spells */
        {"<html lang=de><h1>Flood closes road</h1><p class=date>1/7/2024</p>" WORDS
         "<p>As of January 7, 2024</p>",
         "2024-01-07"},
        /* to the precision of the page */
        {PROP("article:published_time", "2024-01-02"), "2024-01-02"},
        {PROP("article:published_time", "2024-01-02T10:20"), "2024-01-02T10:20:00"},
        {PROP("article:published_time", "2024-01-02T10:20:30Z"), "2024-01-02T10:20:30Z"},
        {PROP("article:published_time", "January 2, 2024"), "2024-01-02"},
        /* the same instant, in the page's zone */
        {ARTICLE("\"datePublished\":\"2024-01-02T03:00:00+00:00\"")
             PROP("article:published_time", "2024-01-01T22:00:00-05:00"),
         "2024-01-01T22:00:00-05:00"},
        {ARTICLE("\"datePublished\":\"2024-01-02T03:00:00+00:00\"")
             PROP("article:published_time", "2024-01-01T22:00:01-05:00"),
         "2024-01-02T03:00:00Z"},
        /* implausible ones are passed over: the page was fetched on 2024-06-01 */
        {ARTICLE("\"datePublished\":\"2024-06-03\"") META("dc.date", "2024-01-02"),
         "2024-01-02"},
        {ARTICLE("\"datePublished\":\"0001-01-01T00:00:00\"") META("dc.date", "1970-01-01"),
         ""},
        {ARTICLE("\"datePublished\":\"soon\"") META("date", "2024-01-02"), "2024-01-02"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).published, CASES[i].want, CASES[i].html);
}

/* Values for machines that people write. */
static void test_datetime(void)
{
    static const struct one CASES[] = {
        {"<h1>Flood</h1><time datetime='March 5, 2024'>March 5</time>" WORDS, "2024-03-05"},
        {"<h1>Flood</h1><time datetime=02-03-2024>02-03-2024</time><p>2 March 2024" WORDS, "2024-03-02"},
        {"<h1>Flood</h1><time datetime=02-03-2024>x</time><p>February 3, 2024" WORDS, "2024-02-03"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).published, CASES[i].want, CASES[i].html);
}

static void test_abbreviation(void)
{
    IS_SLICE(
        read_page(
            "<p><abbr itemprop=datePublished title='2024-01-03T08:15:00+01:00'>yesterday</abbr>")
            .published,
        "2024-01-03T08:15:00+01:00", "what an abbreviation stands for");
}

/* Dates of something else. */
static void test_not_published(void)
{
    static const struct one CASES[] = {
        {"<h1>Flood closes road</h1>" WORDS "<p>Deadline: May 1, 2024</p>", ""},
        {"<h1>Flood closes road</h1>" WORDS
         "<div class=comments><p class=date>May 1, 2024</p></div>",
         ""},
        {"<h1>Flood closes road</h1>" WORDS
         "<div class=related><time datetime=2024-01-01>x</time></div>",
         ""},
        {"<h1>Flood closes road</h1>" WORDS "<footer>&copy; 1.1.2024 Courier</footer>", ""},
        {"<h1>Flood closes road</h1><p>Joined: May 1, 2024</p>" WORDS, ""},
        {"<h1>Hochwasser</h1><p>Registriert: 1.5.2024</p>" WORDS, ""},
        {"<h1>Hochwasser</h1><p>Das nächste Treffen findet am 1. Mai 2024 statt</p>" WORDS, ""},
        {"<h1>洪水</h1><p>1. 新浪 [引用日期2024-05-01]</p>" WORDS, ""},
        {"<h1>Flood closes road</h1><blockquote class=instagram-media><time>May 1, 2024</time>"
         "</blockquote>" WORDS,
         ""},
        {WORDS "<ul><li><b class=date>2024-01-01</b><li><b class=date>"
         "2024-02-01</b><li><b class=date>2024-03-01</b><li><b class=date>2024-04-01</b></ul>",
         ""},
        {"<h1>Flood closes road</h1>" WORDS
         "<p>The bridge, which had been opened on May 1, 2019 after eight "
         "years of building, stayed open all the time, as did the school, the shop and the "
         "town hall behind it.",
         ""},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).published, CASES[i].want, CASES[i].html);
}

static void test_modified(void)
{
    static const struct one CASES[] = {
        {ARTICLE("\"dateModified\":\"2024-02-01\"") PROP("article:modified_time", "2024-02-02"),
         "2024-02-01"},
        {PROP("article:modified_time", "2024-02-02") META("dcterms.modified", "2024-02-03"),
         "2024-02-02"},
        {META("last-modified",
              "2024-02-03") "<time itemprop=dateModified datetime=2024-02-04>x</time>",
         "2024-02-04"},
        {META("last-modified", "Thu, 01 Feb 2024 10:00:00 GMT"), "2024-02-01T10:00:00Z"},
        {"<h1>Flood closes road</h1><p>Published: 1 May 2023. Updated: 2 May 2023</p>" WORDS,
         "2023-05-02"},
        {"<h1>Hochwasser</h1><p>Aktualisiert am 2. Mai 2023</p>" WORDS, "2023-05-02"},
        {"<h1>Hochwasser</h1><p>Diese Seite wurde zuletzt am 2. Mai 2023 geändert</p>" WORDS, "2023-05-02"},
        {META("dateUpdate", "2024-02-03 10:47:36"), "2024-02-03T10:47:36"},
        {ARTICLE("\"datePublished\":\"2024-02-05\",\"dateModified\":\"2024-02-01\""), ""},
        {ARTICLE("\"datePublished\":\"2024-02-05\",\"dateModified\":\"2024-02-05T00:00:00Z\""),
         "2024-02-05T00:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).modified, CASES[i].want, CASES[i].html);
    struct ws_article a =
        read_page("<h1>Flood closes road</h1><p>Updated: 2 May 2023</p>" WORDS);
    IS_SLICE(a.published, "",
             "a page that only tells when it was changed was published nobody knows when");
}

/* A teaser is of another page, unless it leads to this one. */
static void test_own_teaser(void)
{
    static const char TEASER[] = "<h1>Flood closes road</h1>" WORDS
                                 "<aside class=related><p><a href='%s'>Flood</a> <b class=date>7 May 2023</b></p>"
                                 "<p><a href=/other>More</a> <b class=date>9 May 2023</b></p></aside>";
    static const struct {
        const char *link, *want;
    } LINKS[] = {{"https://a.example/flood/", "2023-05-07"},
                 {"/flood", "2023-05-07"},
                 {"/flood#comment-7", ""},
                 {"/flood?page=2", ""},
                 {"flood", ""},
                 {"", ""}};
    for (size_t i = 0; i < COUNT(LINKS); i++) {
        char html[2000];
        snprintf(html, sizeof html, TEASER, LINKS[i].link);
        IS_SLICE(read_at("https://a.example/flood", "", html).published, LINKS[i].want, LINKS[i].link);
    }
}

static void test_address(void)
{
    static const struct {
        const char *url, *want;
    } CASES[] = {
        {"https://a.example/2023/05/17/flood", "2023-05-17"},
        {"https://a.example/2023/5/7/flood", "2023-05-07"},
        {"https://a.example/x-2023-05-17.html", "2023-05-17"},
        {"https://a.example/20230517/x", "2023-05-17"},
        {"https://a.example/2023-05/17/x.htm", "2023-05-17"},
        {"https://a.example/2023/0517/x.htm", "2023-05-17"},
        {"https://a.example/2023/05/flood", ""},
        {"https://a.example/2023/05/32/flood", ""},
        {"https://a.example/a1202305171.html", ""},
        {"https://a.example/x?d=2023-05-17", ""},
        {"https://a.example/main?xml=/news/2023/05/17/flood.xml", "2023-05-17"},
        {"https://a.example/main?xml=/news/2023-05-17/flood.xml", ""},
        {"https://a.example/1889/05/17/", ""},
        {"https://a.example/2031/05/17/", ""},
        {"https://2023.05.17.example/", ""},
        {"https://a.example", ""},
        {"", ""},
        {"2023/05/17/", ""},
        {"https://web.archive.org/web/20230517102030/http://b.example/", ""},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_at(CASES[i].url, "2024-06-01T00:00:00Z", WORDS).published, CASES[i].want,
                 CASES[i].url);
    IS_SLICE(read_at(CASES[0].url, "", PROP("article:published_time", "2024-01-01")).published,
             "2024-01-01", "what machines are told of the publication goes before the address");
    IS_SLICE(read_at(CASES[0].url, "", PROP("article:published_time", "2023-05-18T03:59:00Z")).published,
             "2023-05-17", "but not its day in UTC, when the address has the day before");
    IS_SLICE(read_at(CASES[0].url, "", PROP("article:published_time", "2023-05-16T22:00:00Z")).published,
             "2023-05-17", "or the day behind");
    IS_SLICE(read_at(CASES[0].url, "", PROP("article:published_time", "2023-05-17T22:00:00Z")).published,
             "2023-05-17T22:00:00Z", "the same day has its time, too");
    IS_SLICE(read_at(CASES[0].url, "", PROP("article:published_time", "2023-05-18T12:00:00Z")).published,
             "2023-05-18T12:00:00Z", "nowhere is it still the 17th at noon");
    IS_SLICE(read_at(CASES[0].url, "", META("date", "2024-01-01")).published, "2023-05-17",
             "and that before a date of anything");
    IS_SLICE(
        read_at(CASES[0].url, "", "<h1>Flood closes road</h1><p>May 1, 2023</p>").published,
        "2023-05-17", "and before what is printed");
    IS_SLICE(read_at("https://a.example/2023/05/x", "",
                     "<h1>Flood</h1><p>June 1, 2021</p><p>May 1, 2023</p>")
                 .published,
             "2023-05-01", "a month in it chooses among printed ones");
}

static void test_order_of_day_and_month(void)
{
    static const struct {
        const char *url, *html, *want;
    } CASES[] = {
        {"https://a.example/", "<html lang=en-US><h1>Flood</h1><p>Posted 05/04/2023",
         "2023-05-04"},
        {"https://a.example/", "<html lang=en-GB><h1>Flood</h1><p>Posted 05/04/2023",
         "2023-04-05"},
        {"https://a.example.com/", "<html lang=en><h1>Flood</h1><p>Posted 05/04/2023",
         "2023-05-04"},
        {"https://a.co.uk/", "<html lang=en><h1>Flood</h1><p>Posted 05/04/2023", "2023-04-05"},
        {"https://a.example.com/", "<html lang=fr><h1>Flood</h1><p>Posted 05/04/2023",
         "2023-04-05"},
        {"https://a.example.com/",
         "<html lang=en><h1>Flood</h1><p>Posted 05/04/2023</p>" WORDS "<p>and 25/04/2023",
         "2023-04-05"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_at(CASES[i].url, "", CASES[i].html).published, CASES[i].want,
                 CASES[i].html);
}

/* --- the rest ------------------------------------------------------------------------- */

static void test_site_and_description(void)
{
    IS_SLICE(read_page(PROP("og:site_name", "A") META("application-name", "B")).site, "A",
             "og:site_name first");
    IS_SLICE(
        read_page(META("application-name", "B") ARTICLE("\"publisher\":{\"name\":\"C\"}")).site,
        "B", "then the application");
    IS_SLICE(
        read_page(ARTICLE("\"publisher\":{\"name\":\"C\"}") META("dc.publisher", "E")).site,
        "C", "then JSON-LD");
    IS_SLICE(
        read_page(LD("{\"@type\":\"WebSite\",\"name\":\"D\"}") META("dc.publisher", "E")).site,
        "D", "its WebSite");
    IS_SLICE(read_page(META("dc.publisher", "E") "<title>Flood | Courier</title>").site, "E", "Dublin Core");
    IS_SLICE(read_page("<title>Flood | News | The Courier</title><a href=/>The Courier</a>").site, "The Courier",
             "the title, where a link to the first page has that name");
    IS_SLICE(read_page("<title>Flood - Courier</title>").site, "Courier", "or the address");
    IS_SLICE(read_page("<title>Courier &raquo; Flood</title>").site, "Courier", "in front, too");
    IS_SLICE(read_page("<title>Flood - Courier.Example</title>").site, "Courier.Example", "all of it");
    IS_SLICE(read_page("<title>Flood - Cour</title>").site, "", "not a part of its name");
    IS_SLICE(read_page("<title>HTTP | Flood</title>").site, "", "nor what is no name");
    IS_SLICE(read_page("<title>Flood - Home</title><a href=/>Home</a>").site, "", "nor what any first page is called");
    IS_SLICE(read_at("https://the-daily-courier.example/a", "", "<title>Flood - The Daily Courier</title>").site,
             "The Daily Courier", "hyphens join words");
    IS_SLICE(read_page("<title>Flood - The River</title>").site, "", "what may be anything is not");
    IS_SLICE(read_page(META("description", " a &amp; \n b ") PROP("og:description", "c"))
                 .description,
             "a & b", "description");
    IS_SLICE(
        read_page(PROP("og:description", "c") ARTICLE("\"description\":\"d\"")).description,
        "c", "of Open Graph");
    IS_SLICE(read_page(ARTICLE("\"description\":\"d\"")).description, "d", "of JSON-LD");
    IS_SLICE(read_page(META("description", "&lt;p&gt;a&lt;br /&gt;b&lt;/p&gt; c &amp;#8211; d")).description, "a b c – d",
             "a description that was escaped twice, with markup");
    IS_SLICE(read_page(META("description", "&lt;p&gt;a.&lt;/p&gt;&lt;p&gt;b&lt;/p&gt; c &lt;/d and more")).description,
             "a. b c </d and more", "one that is cut within a tag");
    IS_SLICE(read_page(META("description", "The &lt;p&gt; element and the &lt;b&gt; element")).description,
             "The <p> element and the <b> element", "a description that names elements");
}

static void test_addresses(void)
{
    struct ws_article a = read_page(
        "<link rel=canonical href=/a?b&amp;c>" PROP("og:url", "http://o/")
            PROP("og:image", "//i.example/x.jpg") "<a rel=license href='../cc'>cc</a>");
    IS_SLICE(a.canonical, "https://www.courier.example/a?b&c",
             "canonical, made absolute, decoded once");
    IS_SLICE(a.image, "https://i.example/x.jpg", "image");
    IS_SLICE(a.license, "https://www.courier.example/cc", "license");
    a = read_page(PROP("og:url", "http://o/") META("twitter:image", "http://t/")
                      ARTICLE("\"license\":\"http://l/\",\"image\":[\"http://j/\"]"));
    IS_SLICE(a.canonical, "http://o/", "og:url");
    IS_SLICE(a.image, "http://t/", "twitter:image before JSON-LD");
    IS_SLICE(a.license, "http://l/", "license of JSON-LD");
    a = read_page("<link rel=canonical href='javascript:x'>" ARTICLE("\"image\":\"data:x\""));
    IS_SLICE(a.canonical, "", "no address of a page");
    IS_SLICE(a.image, "", "no address of a picture");
    a = read_at("", "", "<link rel=canonical href=/a><link rel=image_src href=http://p/>");
    IS_SLICE(a.canonical, "", "a page without address cannot be told from a part of it");
    IS_SLICE(a.image, "http://p/", "image_src");
    a = read_page("<base href=/dir/><base href=/no/><link rel=canonical href=a.html>");
    IS_SLICE(a.canonical, "https://www.courier.example/dir/a.html", "the first base element");
    a = read_page("<link rel=canonical href=a.html>");
    IS_SLICE(a.canonical, "https://www.courier.example/news/a.html", "no base element");
}

static void test_license(void)
{
    static const char BY[] = "https://creativecommons.org/licenses/by/4.0/";
    static const struct one CASES[] = {
        {"<link itemprop=license href='https://creativecommons.org/licenses/by/4.0/'>", BY},
        {"<p><a itemprop=license href='https://creativecommons.org/licenses/by/4.0/'>CC</a>", BY},
        {"<p><span itemprop=license>CC BY</span>", "CC BY"},
        {META("DC.rights", "https://creativecommons.org/licenses/by/4.0/"), BY},
        {META("DC.rights", "CC BY 4.0"), "CC BY 4.0"},
        {META("DC.rights", "2019 The Courier, all rights reserved"), ""},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).license, CASES[i].want, CASES[i].html);
}

static void test_language_and_section(void)
{
    IS_SLICE(read_page("<html lang=pt-BR>" META("content-language", "de")).language, "pt",
             "lang first");
    IS_SLICE(read_page(PROP("og:locale", "de_AT") ARTICLE("\"inLanguage\":\"fr\"")).language,
             "de", "og:locale");
    IS_SLICE(read_page(ARTICLE("\"inLanguage\":\"fr-CH\"") META("dc.language", "it")).language,
             "fr", "JSON-LD");
    IS_SLICE(read_page(META("dc.language", "it")).language, "it", "Dublin Core");
    IS_SLICE(
        read_page(PROP("article:section", "A") ARTICLE("\"articleSection\":\"B\"")).section,
        "A", "section");
    IS_SLICE(read_page(ARTICLE("\"articleSection\":\"B\"") "<b itemprop=articleSection>C</b>")
                 .section,
             "B", "of JSON-LD");
    IS_SLICE(read_page("<b itemprop=articleSection>C</b>").section, "C", "of microdata");
    IS_SLICE(read_page("<p><a rel='category tag' href=/d>D</a>").section, "D",
             "of a category link");
    IS_SLICE(
        read_page("<meta itemprop=articleSection content=M><meta itemprop=image content=/i.png>")
            .section,
        "M", "of a meta element");
    IS_SLICE(read_page("<meta itemprop=image content=/i.png>").image,
             "https://www.courier.example/i.png", "its image");
}

static void tags_are(const char *html, const char *want)
{
    struct ws_article a = read_page(html);
    char all[400];
    size_t n = 0;
    for (size_t i = 0; i < a.n_tags && n + a.tags[i].n + 1 < sizeof all; i++) {
        memcpy(all + n, a.tags[i].p, a.tags[i].n);
        n += a.tags[i].n;
        all[n++] = ';';
    }
    tap_bytes(all, n, want, strlen(want), __FILE__, __LINE__, html);
}

static void test_tags(void)
{
    tags_are(PROP("article:tag", "a") PROP("article:tag", "b c") PROP("article:tag", "a")
                 META("keywords", "k"),
             "a;b c;");
    tags_are(ARTICLE("\"keywords\":[\"a\",\"b &amp; c\"]") META("keywords", "k"), "a;b & c;");
    tags_are(ARTICLE("\"keywords\":\"a, b\""), "a;b;");
    tags_are(META("news_keywords", "n") META("keywords", "k"), "n;");
    tags_are(META("keywords", " a , b;c,, 洪水，道路、河"), "a;b;c;洪水;道路;河;");
    tags_are("<p><a rel=tag href=/a>a</a><a rel='category tag' href=/b>b</a>", "a;");
    tags_are(META("DC.subject", "steam; engines"), "steam;engines;");
    tags_are("", "");
}

/* --- hostile -------------------------------------------------------------------------- */

/* Quadratic work would show as a test that takes minutes. */
static void test_hostile(void)
{
    static const char *const PIECES[] = {
        "<meta name=author content=a>",
        "<meta name=keywords content='a,b'>",
        "<p itemprop=author>a ",
        "<div class='x date y'>1 May 2019 ",
        "<time datetime=2019-05-01>a</time> ",
        "<a rel='tag author' href=x>a</a> ",
        "<h1>a b</h1>",
        "<div itemprop=datePublished>",
        "<link rel=canonical href=a>",
        "<p>1 May 2019</p>",
        "<script type=application/ld+json>{\"a\":1}</script>",
        "<p property=author content='&amp;&#x80;'>",
        "1.",
        "<p class='a-b-c-d comment'>12.05.2019 ",
    };
    const size_t size = (size_t)1 << 20;
    char *page = malloc(size + 1);
    if (!page)
        abort();
    for (size_t i = 0; i < COUNT(PIECES); i++) {
        size_t n = strlen(PIECES[i]),
               used = (size_t)snprintf(page, size, "<title>a b - c d</title><h1>a b</h1>");
        for (; used + n <= size; used += n)
            memcpy(page + used, PIECES[i], n);
        page[used] = '\0';
        struct ws_article a = read_page(page);
        OK(a.n_tags <= 64 && a.author.n < 4000, "a megabyte of %s", PIECES[i]);
    }
    memset(page, 'a', size);
    memcpy(page, "<p class=\"", 10);
    memcpy(page + size - 30, "\"><time datetime=2019-05-01>", 27);
    page[size] = '\0';
    IS_SLICE(read_page(page).title, "", "a class of a megabyte");
    free(page);
}

/* --- what it allows ------------------------------------------------------------------- */

static void test_robots(void)
{
    struct ws_article a = read_page("<title>T</title>" META("robots", "noai") META(
        "ROBOTS", " NoArchive ") META("googlebot", "noindex") META("CCBot", "nosnippet") WORDS);
    IS_SLICE(a.robots, "noai, NoArchive, nosnippet", "all that concerns us, joined");
    a = read_page("<title>T</title>" META("tdm-reservation", "1") META("tdm-policy", "/p") WORDS);
    OK(a.robots.n == 0, "no robots");
    IS_SLICE(a.tdm_reservation, "1", "TDM reservation");
    IS_SLICE(a.tdm_policy, "/p", "TDM policy");
    static char many[80000];
    size_t n = 0;
    while (n < sizeof many - 100)
        n += (size_t)snprintf(many + n, sizeof many - n, META("robots", "all,follow,noarchive"));
    snprintf(many + n, sizeof many - n, "%s", WORDS);
    a = read_page(many);
    OK(a.robots.n > 900 && a.robots.n <= 1000, "of very many, the first: %zu", a.robots.n);
}

static void test_free(void)
{
    static const struct one CASES[] = {
        {ARTICLE("\"isAccessibleForFree\":false"), "false"},
        {ARTICLE("\"isAccessibleForFree\" : true, \"name\":\"x\""), "true"},
        {ARTICLE("\"isAccessibleForFree\":\"False\""), "False"},
        {ARTICLE("\"isAccessibleForFree\":\"http://schema.org/False\""), "http://schema.org/False"},
        {ARTICLE("\"hasPart\":{\"@type\":\"WebPageElement\",\"isAccessibleForFree\":false}"), ""},
        {ARTICLE("\"isAccessibleForFree\":null,\"a\":true,\"b\":[true,false]"), ""},
        {ARTICLE("\"isAccessibleForFree\":[\"a\",true]"), "a"},
        {ARTICLE("\"isAccessibleForFree\":tru"), ""},
        {"<meta itemprop=isAccessibleForFree content=false>", "false"},
        {"<p><span itemprop=isAccessibleForFree>True</span>", "True"},
        {"<p>nothing", ""},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char html[2000];
        snprintf(html, sizeof html, "<title>T</title>%s" WORDS, CASES[i].html);
        IS_SLICE(read_page(html).free, CASES[i].want, CASES[i].html);
    }
}

int main(void)
{
    ws_extract_global_init();
    struct ws_extract_options o;
    ws_extract_options_init(&o);
    o.max_blocks = 1000000;
    x = ws_extractor_new(&o);
    test_published();
    test_datetime();
    test_abbreviation();
    test_not_published();
    test_modified();
    test_own_teaser();
    test_address();
    test_order_of_day_and_month();
    test_site_and_description();
    test_addresses();
    test_license();
    test_language_and_section();
    test_tags();
    test_robots();
    test_free();
    test_hostile();
    ws_extractor_free(x);
    return tap_done();
}
