/* Reads lean HTML with libxml2: SAX1 events into the sink. The only file that includes
 * libxml2, and the only one that knows its versions. */
#include "pipeline/page/tree_internal.h"

#include <libxml/HTMLparser.h>

#include <string.h>

static struct ws_slice as_slice(const xmlChar *str)
{
    return (struct ws_slice){str, strlen((const char *)str)};
}

static bool is_root(const xmlChar *name)
{
    return strcmp((const char *)name, "body") == 0 || strcmp((const char *)name, "html") == 0;
}

static void on_start(void *ctx, const xmlChar *name, const xmlChar **attrs)
{
    struct ws_tree_sink *s = ctx;
    uint32_t at = 0, n = 0;
    if (is_root(name))
        return;
    if (attrs && attrs[0] && attrs[1])
        ws_lean_attrs((const char *)attrs[1], &at, &n);
    ws_tree_sink_start(s, ws_lean_tag(as_slice(name)), at, n);
}

static void on_end(void *ctx, const xmlChar *name)
{
    if (!is_root(name))
        ws_tree_sink_end(ctx, ws_lean_tag(as_slice(name)));
}

static void on_text(void *ctx, const xmlChar *p, int n)
{
    ws_tree_sink_text(ctx, p, (size_t)n);
}

static void set_handlers(xmlSAXHandler *sax)
{
    memset(sax, 0, sizeof *sax);
    sax->startElement = on_start;
    sax->endElement = on_end;
    sax->characters = on_text;
    sax->cdataBlock = on_text;
    sax->ignorableWhitespace = on_text;
    sax->initialized = 1; /* SAX1 */
}

#define OPTIONS                                                                                \
    (HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET)
#if LIBXML_VERSION >= 21400
/* HTML5: tokens only, no rules of HTML 4 about what closes what. HUGE: texts over 10 MB. */
#define VERSION_OPTIONS (HTML_PARSE_HUGE | HTML_PARSE_HTML5)
#else
#define VERSION_OPTIONS 0
#endif

bool ws_tree_read_libxml2(struct ws_slice html, struct ws_tree_sink *s)
{
    /* A new context for every page costs nothing; a reused one would remember all odd names. */
    htmlParserCtxtPtr ctxt = htmlNewParserCtxt();
    if (!ctxt)
        return false;
    set_handlers(ctxt->sax);
    ctxt->userData = s;
    /* Without the charset libxml2 would guess at Latin-1 or believe a meta. */
    xmlDocPtr doc = htmlCtxtReadMemory(ctxt, (const char *)html.p, (int)html.n, NULL, "UTF-8",
                                       OPTIONS | VERSION_OPTIONS);
    bool ok = ctxt->errNo != XML_ERR_NO_MEMORY;
    xmlFreeDoc(doc);
    htmlFreeParserCtxt(ctxt);
    return ok;
}

void ws_tree_libxml2_init(void)
{
    xmlInitParser();
}
