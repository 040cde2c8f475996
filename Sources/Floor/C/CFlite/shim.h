#pragma once
#include <flite/flite.h>

// Of the libraries of voices, whose headers Debian does not have.
cst_voice *register_cmu_us_slt(const char *);
cst_voice *register_cmu_us_rms(const char *);
