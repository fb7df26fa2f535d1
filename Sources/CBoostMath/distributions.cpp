#include "CBoostMath.h"

// Parameters far out make results NaN, which a failed assertion would turn into the program's end.
#define BOOST_DISABLE_ASSERTS

#include <cmath>
#include <limits>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/gamma.hpp>

namespace {

using namespace boost::math::policies;

// Boost's default policy throws on bad arguments, which ends a Swift process, and computes in
// long double, which is several times slower. Its million terms of a series, in each of 200 steps
// towards a root, are minutes for one value.
using Quiet = policy<
    promote_double<false>, domain_error<ignore_error>, pole_error<ignore_error>,
    overflow_error<ignore_error>, evaluation_error<ignore_error>,
    max_series_iterations<100000>, max_root_iterations<100>>;

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

bool is_positive(double value) { return value > 0 && value < infinite; }
bool is_probability(double value) { return value >= 0 && value <= 1; }

// A few code paths of Boost 1.74 throw whatever the policy says.
template <typename Function>
double guarded(Function function) noexcept {
  try {
    return function();
  } catch (...) {
    return undefined;
  }
}

}  // namespace

extern "C" {

double kindred_beta_cdf(double a, double b, double x) {
  if (!is_positive(a) || !is_positive(b) || std::isnan(x)) return undefined;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return guarded([=] {
    return cdf(boost::math::beta_distribution<double, Quiet>(a, b), x);
  });
}

double kindred_beta_quantile(double a, double b, double p) {
  if (!is_positive(a) || !is_positive(b) || !is_probability(p)) return undefined;
  if (p == 0 || p == 1) return p;
  return guarded([=] {
    return quantile(boost::math::beta_distribution<double, Quiet>(a, b), p);
  });
}

double kindred_gamma_cdf(double shape, double x) {
  if (!is_positive(shape) || std::isnan(x)) return undefined;
  if (x <= 0) return 0;
  if (x == infinite) return 1;
  return guarded([=] {
    return cdf(boost::math::gamma_distribution<double, Quiet>(shape, 1), x);
  });
}

double kindred_gamma_quantile(double shape, double p) {
  if (!is_positive(shape) || !is_probability(p)) return undefined;
  if (p == 0) return 0;
  if (p == 1) return infinite;
  return guarded([=] {
    return quantile(boost::math::gamma_distribution<double, Quiet>(shape, 1), p);
  });
}

double kindred_student_cdf(double df, double x) {
  if (!is_positive(df) || std::isnan(x)) return undefined;
  if (std::isinf(x)) return x < 0 ? 0 : 1;
  return guarded([=] {
    return cdf(boost::math::students_t_distribution<double, Quiet>(df), x);
  });
}

double kindred_student_quantile(double df, double p) {
  if (!is_positive(df) || !is_probability(p)) return undefined;
  if (p == 0) return -infinite;
  if (p == 1) return infinite;
  return guarded([=] {
    return quantile(boost::math::students_t_distribution<double, Quiet>(df), p);
  });
}

double kindred_log_gamma(double x) {
  if (std::isnan(x)) return undefined;
  return guarded([=] { return boost::math::lgamma(x, Quiet()); });
}

}  // extern "C"
