import COpenBLAS

/// The library's number of threads is global; parallel work is ours.
public enum BLAS {
  private static let once: Void = openblas_set_num_threads(1)
  static func useOneThread() { _ = once }

  /// Ends the threads that the library starts when it is loaded: they would spin for a tenth of a
  /// second, waiting for work that never comes. For a program whose only user of the library is
  /// Kindred.
  public static func stopThreads() {
    useOneThread()
    kindred_stop_blas_threads()
  }
}
