#pragma once

// Distribution functions and quantiles from Boost.Math. None of them throws or terminates:
// impossible arguments give NaN, overflow gives an infinity.

#ifdef __cplusplus
extern "C" {
#endif

/// P(X <= x) of the beta distribution with shapes a and b on [0, 1].
double kindred_beta_cdf(double a, double b, double x);
/// The x with P(X <= x) = p.
double kindred_beta_quantile(double a, double b, double p);

/// P(X <= x) of the gamma distribution with the given shape and scale 1.
double kindred_gamma_cdf(double shape, double x);
/// The x with P(X <= x) = p.
double kindred_gamma_quantile(double shape, double p);

/// P(X <= x) of Student's distribution with df degrees of freedom.
double kindred_student_cdf(double df, double x);
/// The x with P(X <= x) = p.
double kindred_student_quantile(double df, double p);

/// log |Gamma(x)|, without the global sign variable that makes the C library's version racy.
double kindred_log_gamma(double x);

#ifdef __cplusplus
}
#endif
