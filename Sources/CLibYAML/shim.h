#include <yaml.h>

/* Frees the text of a scalar event. libyaml exports it for its own parts (api.c, since 0.1.0) and has it in a
   header that is not installed. */
void yaml_free(void *ptr);
