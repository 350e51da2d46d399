#include "form/yaml_message.h"

#include <stddef.h>
#include <string.h>

#include "base/lang.h"

static const struct yaml_message messages[] = {
    {"found unexpected end of stream", "while scanning a quoted scalar", true,
     N_("this quotation mark is never closed"),
     N_("close the text with the same mark; a ' inside '…' is written twice")},
    {"found unexpected document indicator", "while scanning a quoted scalar", true,
     N_("this quotation mark is never closed"),
     N_("close the text with the same mark; a ' inside '…' is written twice")},
    {"did not find expected ',' or ']'", NULL, true,
     N_("this “[” is not closed, or a comma is missing after it"),
     N_("write [a, b, c]; put texts that hold , [ ] { } or “: ” in quotation marks")},
    {"did not find expected ',' or '}'", NULL, true,
     N_("this “{” is not closed, or a comma is missing after it"),
     N_("write {key: value, key: value}; put texts that hold , [ ] { } or “: ” in quotation "
        "marks")},
    {"mapping values are not allowed in this context", NULL, false,
     N_("“: ” cannot stand here"),
     N_("put the whole text in quotation marks, or check the indentation of this line")},
    {"block sequence entries are not allowed in this context", NULL, false,
     N_("a list item “- ” cannot begin here"),
     N_("begin the list on a line of its own, indented below its key")},
    {"mapping keys are not allowed in this context", NULL, false,
     N_("a key cannot begin here"),
     N_("put a text that begins with “?” in quotation marks, or check the indentation")},
    {"could not find expected ':'", NULL, true,
     N_("a “:” is missing after this key"),
     N_("write “key: value”; a text of several lines needs “>-” after its key, or quotation "
        "marks")},
    {"found a tab character where an indentation space is expected", NULL, false,
     N_("a tab stands where spaces indent the line"), N_("indent with spaces only")},
    {"found a tab character that violates indentation", NULL, false,
     N_("a tab stands where spaces indent the line"), N_("indent with spaces only")},
    {"found a tab character that violate indentation", NULL, false,
     N_("a tab stands where spaces indent the line"), N_("indent with spaces only")},
    {"found character that cannot start any token", NULL, false,
     N_("no text can begin with this character"),
     N_("put the text in quotation marks")},
    {"found unknown escape character", NULL, false,
     N_("this \\ sequence is not known"),
     N_("write \\\\ for a backslash, or use '…' instead of \"…\"")},
    {"did not find expected hexdecimal number", NULL, false,
     N_("this \\ sequence is not known"),
     N_("write \\\\ for a backslash, or use '…' instead of \"…\"")},
    {"did not find expected comment or line break", NULL, false,
     N_("only a comment may stand after “|” or “>” on this line"),
     N_("begin the text on the next line, indented")},
    {"did not find expected key", NULL, false,
     N_("a key was expected here"),
     N_("give all keys of one map the same indentation; close quotation marks before “,” and “:”")},
    {"did not find expected '-' indicator", NULL, false,
     N_("a list item “- ” was expected here"),
     N_("give all items of one list the same indentation")},
    {"did not find expected node content", NULL, false,
     N_("a value is missing here"), N_("write the value, or take the comma away")},
    {"did not find expected <document start>", NULL, false,
     N_("the form is over, but text follows"),
     N_("give all keys of the form the same indentation")},
    {"did not find expected alphabetic or numeric character", NULL, true,
     N_("a text cannot begin with & or *"), N_("put the text in quotation marks")},
    {"control characters are not allowed", NULL, false,
     N_("an invisible control character stands here"), N_("delete it and write the text again")},
    {NULL, NULL, false, N_("this is not YAML as it can be read"),
     N_("check quotation marks, colons and indentation here and in the line before")},
};

const struct yaml_message *yaml_message_find(const char *problem, const char *context)
{
    const struct yaml_message *m = messages;
    for (; m->problem; m++)
        if (problem && !strcmp(m->problem, problem) &&
            (!m->context || (context && !strcmp(m->context, context))))
            break;
    return m;
}
