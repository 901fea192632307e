package io.anteroom.upload.s3;

import io.anteroom.upload.SpoolUnavailableException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the failure of a call means. Says nothing that the server said but its codes. Stateless. */
final class BucketFailure {

  private static final int NO_ANSWER = 0;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int NOT_IMPLEMENTED = 501;
  private static final Set<String> GONE = Set.of("NoSuchKey", "NoSuchUpload");
  private static final String NO_BUCKET = "NoSuchBucket";
  private static final String NO_CODE = "and no error code, as a gateway before it does";
  private static final String NO_CREDENTIALS = "Unable to load credentials";

  private BucketFailure() {}

  /** Whether the bucket said that the object, or the multipart upload, is not there. */
  static boolean isNotFound(Throwable failure) {
    return status(failure) == NOT_FOUND && GONE.contains(code(failure));
  }

  /** Whether something answered 404, which need not be the bucket. */
  static boolean isWordless404(Throwable failure) {
    return status(failure) == NOT_FOUND && !NO_BUCKET.equals(code(failure));
  }

  /** Whether the object is there, although it was to be made only where it is not. */
  static boolean isThereAlready(Throwable failure) {
    return status(failure) == PRECONDITION_FAILED || status(failure) == CONFLICT;
  }

  static boolean isNotImplemented(Throwable failure) {
    return status(failure) == NOT_IMPLEMENTED;
  }

  /**
   * Whether another try would fail too until somebody changes settings, rights or the bucket. Only
   * the server says so, with a code: a gateway that finds no server answers with 404 as well.
   */
  static boolean isRefusal(Throwable failure) {
    int status = status(failure);
    return status == NO_ANSWER
        ? lacksCredentials(cause(failure))
        : status < SERVER_ERROR && status != TOO_MANY && !code(failure).isEmpty();
  }

  /** As the spool's failure, in words that name the bucket. */
  static SpoolUnavailableException of(String bucket, Throwable failure) {
    Throwable cause = cause(failure);
    return new SpoolUnavailableException(words(bucket, cause), cause);
  }

  private static String words(String bucket, Throwable cause) {
    String code = code(cause);
    if (NO_BUCKET.equals(code)) {
      return "there is no bucket " + bucket;
    }
    if (cause instanceof S3Exception s3) {
      return "the bucket %s answers with %d %s"
          .formatted(bucket, s3.statusCode(), code.isEmpty() ? NO_CODE : code);
    }
    return lacksCredentials(cause)
        ? "no credentials are set, and none are found where AWS clients look for them"
        : "the bucket %s does not answer: %s".formatted(bucket, cause.getMessage());
  }

  private static boolean lacksCredentials(Throwable cause) {
    return String.valueOf(cause.getMessage()).startsWith(NO_CREDENTIALS);
  }

  private static Throwable cause(Throwable failure) {
    boolean wrapped =
        failure instanceof CompletionException || failure instanceof SpoolUnavailableException;
    return wrapped && failure.getCause() != null ? failure.getCause() : failure;
  }

  private static int status(Throwable failure) {
    return cause(failure) instanceof S3Exception s3 ? s3.statusCode() : NO_ANSWER;
  }

  /** Empty where the server said none. */
  private static String code(Throwable failure) {
    return cause(failure) instanceof S3Exception s3
            && s3.awsErrorDetails() != null
            && s3.awsErrorDetails().errorCode() != null
        ? s3.awsErrorDetails().errorCode()
        : "";
  }
}
