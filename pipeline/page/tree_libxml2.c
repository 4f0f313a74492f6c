/* Reads a pruned page with libxml2: SAX1 events into the sink. The only file that includes
 * libxml2, and the only one that knows its versions. */
#include "pipeline/page/tree_internal.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <limits.h>
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
    uint32_t list = 0;
    if (is_root(name))
        return;
    if (attrs && attrs[0] && attrs[1])
        list = ws_tree_sink_list(s, attrs[1], attrs[1] + strlen((const char *)attrs[1]));
    ws_tree_sink_start(s, ws_lean_tag(as_slice(name)), list);
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

bool ws_tree_read_libxml2(struct ws_slice html, struct ws_tree_sink *s)
{
    xmlSAXHandler sax;
    set_handlers(&sax);
    htmlParserCtxtPtr ctxt = htmlNewSAXParserCtxt(&sax, s);
    if (!ctxt)
        return false;
    /* HTML5: tokens only, no rules of HTML 4 about what closes what. HUGE: texts over 10 MB. */
    xmlDocPtr doc = htmlCtxtReadMemory(ctxt, (const char *)html.p, (int)html.n, NULL, "UTF-8",
                                       OPTIONS | HTML_PARSE_HUGE | HTML_PARSE_HTML5);
    bool ok = ctxt->errNo != XML_ERR_NO_MEMORY;
    xmlFreeDoc(doc);
    htmlFreeParserCtxt(ctxt);
    return ok;
}

#else

static htmlParserCtxtPtr new_context(struct ws_slice html, struct ws_tree_sink *s)
{
    htmlParserCtxtPtr ctxt = htmlNewParserCtxt();
    xmlParserInputBufferPtr buf = NULL;
    xmlParserInputPtr input = NULL;
    if (!ctxt)
        return NULL;
    set_handlers(ctxt->sax);
    ctxt->userData = s;
    /* A copy: xmlParserInputBufferCreateStatic() makes 2.9.14 read pages over a few kB twice.
     */
    buf = xmlParserInputBufferCreateMem((const char *)html.p, (int)html.n,
                                        XML_CHAR_ENCODING_NONE);
    if (buf)
        input = xmlNewIOInputStream(ctxt, buf, XML_CHAR_ENCODING_NONE);
    if (!input) {
        xmlFreeParserInputBuffer(buf);
        htmlFreeParserCtxt(ctxt);
        return NULL;
    }
    inputPush(ctxt, input);
    return ctxt;
}

bool ws_tree_read_libxml2(struct ws_slice html, struct ws_tree_sink *s)
{
    htmlParserCtxtPtr ctxt = new_context(html, s);
    if (!ctxt)
        return false;
    /* Both are needed: IGNORE_ENC alone means a guess at Latin-1. */
    htmlCtxtUseOptions(ctxt, OPTIONS | HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(ctxt, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(ctxt);
    bool ok = ctxt->errNo != XML_ERR_NO_MEMORY;
    xmlFreeDoc(ctxt->myDoc);
    ctxt->myDoc = NULL;
    htmlFreeParserCtxt(ctxt);
    return ok;
}

#endif

void ws_tree_libxml2_init(void)
{
    xmlInitParser();
}
