/* Who wrote an article: every source, which goes before which, and where a name ends in a line that says more. */
#include "tests/unit/metadata_helper.h"

static void test_author(void)
{
    static const struct one CASES[] = {
        {ARTICLE("\"author\":[{\"name\":\"Ann Lee\"},{\"name\":\"Bo Ek\"}]")
             META("author", "Editor"),
         "Ann Lee, Bo Ek"},
        {META("author", "Ann Lee") "<a rel=author href=/b>Bo</a>", "Ann Lee"},
        {META("author", "admin") META("dc.creator", "Ann Lee"), "Ann Lee"},
        {PROP("article:author", "https://facebook.example/ann") META("dc.creator", "Ann Lee"),
         "Ann Lee"},
        {PROP("og:site_name", "The Courier") META("author", "Courier") "<a rel=author href=/b>Bo Ek</a>", "Bo Ek"},
        {META("author", "courier.example") "<p itemprop=author>Bo Ek</p>", "Bo Ek"},
        {PROP("og:site_name", "The Courier") META("author", "The Courier"), "The Courier"}, /* of all there is */
        {META("author", "Ann B. Lee") "<a rel=author href=/b>Bo Ek</a>", "Ann B. Lee"},
        {PROP("og:site_name", "Lee") META("author", "Ann Lee") "<a rel=author href=/b>Bo Ek</a>", "Ann Lee"},
        {PROP("og:site_name", "The Courier") ARTICLE("\"author\":[{\"name\":\"Ann Lee\"},{\"name\":\"The Courier\"}]"),
         "Ann Lee"},
        {PROP("og:site_name", "The Courier") ARTICLE("\"author\":{\"name\":\"The Courier\"}")
             META("author", "Courier") META("dc.creator", "Ann Lee"),
         "Ann Lee"},
        {"<p itemprop=author>Foto: Bo Ek</p>", ""},
        {"<h1>Flood closes road</h1><p class=byline>Updated Monday</p>" WORDS, ""},
        {META("citation_author", "Lee, A.") META("citation_author", "Ek, B."),
         "Lee, A., Ek, B."},
        {META("author", "By Ann Lee"), "Ann Lee"},
        {META("byl", "By ANN LEE;BO EK"), "ANN LEE, BO EK"},
        {META("author", "104363") META("dc.creator", "Ann Lee"), "Ann Lee"}, /* a key of a database */
        {META("author", "Ann Lee") META("author", "Ann Lee Courier News"), "Ann Lee"},
        {"<p itemprop=author itemscope>by <a href=/a><span itemprop=name>Ann Lee</span></a>, "
         "reporter</p>",
         "Ann Lee"},
        {"<p>by <span property='schema:author'>Ann Lee</span>", "Ann Lee"},
        {"<div class=comments><span itemprop=author>Troll</span></div>", ""},
        {"<p><a rel='author external' href=/a>Ann Lee</a>", "Ann Lee"},
        {"<p><a rel=author href=/a>View all posts by Ann Lee →</a>", "Ann Lee"},
        {"<p><a rel=author href=/a>View all posts by Bo</a>", "Bo"},
        {META("author", "Ann Lee; Jos&amp;eacute; Paz"), "Ann Lee, Jos&eacute; Paz"}, /* no name ends there */
        {META("author", "Ann Lee") META("author", "Ann Leeson"), "Ann Lee, Ann Leeson"},
        {META("author", "a1;a2;a3;a4;a5;a6;a7;a8;a9"), "a1, a2, a3, a4, a5, a6, a7, a8"},
        {"<p><a rel=author href=/g>Google+</a>", ""},
        {"<h1>Flood closes road</h1><div class=byline>By Ann Lee | 12 May 2019</div>" WORDS,
         "Ann Lee"},
        {"<h1>Flood closes road</h1><p class=postAuthor>Von Ann Lee</p>" WORDS, "Ann Lee"},
        {"<h1>Flood closes road</h1><p>By Ann Lee</p>" WORDS, "Ann Lee"},
        {"<h1>Flood closes road</h1><p>Par : Anne Léa</p>" WORDS, "Anne Léa"},
        {"<h1>Flood closes road</h1><p>Автор: Анна Ли</p>" WORDS, "Анна Ли"},
        {"<h1>Flood closes road</h1>" WORDS
         "<p>By the way, nobody had been told of it until then",
         ""},
        {META("author", "ann@courier.example"), ""},
        {LD("{\"@type\":\"WebPage\",\"author\":{\"name\":\"Ann\"}}"), "Ann"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++)
        IS_SLICE(read_page(CASES[i].html).author, CASES[i].want, CASES[i].html);
}

/* Where a name ends, in lines that say more. */
static void test_byline(void)
{
    static const struct one CASES[] = {
        {"<p class=byline>By Nora Quill<br>nora@harbour.example<br>Staff writer</p>", "Nora Quill"},
        {"<div class=author><span class=name>Nora Quill</span><span class=title>Science Editor</span></div>",
         "Nora Quill"},
        {"<div class=author-info><span>Written by</span> <a href=/n>Nora Quill</a> <span>Medically reviewed by</span> "
         "<a href=/r>Dr. Tom Reed</a></div>",
         "Nora Quill"},
        {"<div>Текст: Анна Петрова. Фото: Иван Ильин</div>", "Анна Петрова"},
        {"<p>Av Åsa Lindström. Publicerad 5 mars 2024 kl. 08.15</p>", "Åsa Lindström"},
        {"<p class=byline>By Dr. Nora M. Quill Jr.</p>", "Dr. Nora M. Quill Jr."},
        {"<p class=byline>By Sophie in 't Veld</p>", "Sophie in 't Veld"},
        {"<p class=byline>By Nora Quill in Leeds</p>", "Nora Quill"},
        {"<p class=byline>Von Dr. phil. Nora Quill</p>", "Dr. phil. Nora Quill"},
        {"<p class=byline>Von Nora Quill und Prof. Bo Ek</p>", "Nora Quill und Prof. Bo Ek"},
        {"<p class=byline>Автор: Петрова А.С. и Ильин И.П.</p>", "Петрова А.С. и Ильин И.П."},
        {"<p class=byline>By Maria Fotopoulou</p>", "Maria Fotopoulou"},
        {"<p class=byline>By Nora Quill Photos by Tom Reed</p>", "Nora Quill"},
        {"<p class=byline>By Nora Quill Published: Apr 5, 2024</p>", "Nora Quill"},
        {"<p class=byline>By Nora Quill, Harbour Press : July 18, 2024</p>", "Nora Quill, Harbour Press"},
        {"<div class=bylineDate>June 06, 2024</div><div class=byline>By June Quill</div>", "June Quill"},
        {"<div class=byline>Last Updated: January 12, 2024</div>", ""},
        {"<p class=byline>Nora Quill @noraq March 5, 2024</p>", "Nora Quill"},
        {"<p>Posted on Tuesday, March 5, 2024 by Nora Quill in Culture</p>", "Nora Quill"},
        {"<p>来源：浙江日报 作者：王小明 2024-03-05 08:15</p>", "王小明"},
        {"<p>홍길동 기자 | 입력 2024.03.05 08:15</p>", "홍길동"},
    };
    for (size_t i = 0; i < COUNT(CASES); i++) {
        char page[1000];
        snprintf(page, sizeof page, "<h1>Flood closes road</h1>%s" WORDS, CASES[i].html);
        IS_SLICE(read_page(page).author, CASES[i].want, CASES[i].html);
    }
}

/* A footer of the article is as good as what stands above it; one of the page is none of its. */
static void test_own_footer(void)
{
    static const char ENTRY[] = "<footer class=entry-footer><span class=byline><a rel=author href=/n>Nora Quill</a></span>"
                                "<a rel='category tag' href=/c>Culture</a> <a rel=tag href=/t>steam</a></footer>";
    static const struct {
        const char *before, *behind, *author;
    } PLACES[] = {{"<article><h1>Flood closes road</h1>" WORDS, "</article>", "Nora Quill"},
                  {"<div class='post hentry'><h1>Flood closes road</h1>" WORDS, "</div>", "Nora Quill"},
                  {"<article><h1>Flood closes road</h1>" WORDS "</article>", "", ""},
                  {"<div><h1>Flood closes road</h1>" WORDS "<article>", "</article></div>", ""}};
    for (size_t i = 0; i < COUNT(PLACES); i++) {
        char page[2000];
        snprintf(page, sizeof page, "%s%s%s", PLACES[i].before, ENTRY, PLACES[i].behind);
        struct ws_article a = read_page(page);
        IS_SLICE(a.author, PLACES[i].author, page);
        IS_SLICE(a.section, *PLACES[i].author ? "Culture" : "", "section");
        IS_INT(a.n_tags, *PLACES[i].author ? 1 : 0, "tags");
    }
}

int main(void)
{
    ws_extract_global_init();
    x = ws_extractor_new(NULL);
    if (!x)
        return 1;
    test_author();
    test_byline();
    test_own_footer();
    ws_extractor_free(x);
    return tap_done();
}
