package io.anteroom.upload.s3;

import io.anteroom.upload.SpoolUnavailableException;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the failure of a call means. Says nothing that the server said but its codes. Stateless. */
final class BucketFailure {

  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final String NO_BUCKET = "NoSuchBucket";
  private static final String NO_CREDENTIALS = "Unable to load credentials";

  private BucketFailure() {}

  /** Whether the bucket answered that the object, or the multipart upload, is not there. */
  static boolean isNotFound(Throwable failure) {
    return cause(failure) instanceof S3Exception s3
        && s3.statusCode() == NOT_FOUND
        && !NO_BUCKET.equals(code(s3));
  }

  /** Whether the object is there, although it was to be made only where it is not. */
  static boolean isThereAlready(Throwable failure) {
    return cause(failure) instanceof S3Exception s3
        && (s3.statusCode() == PRECONDITION_FAILED || s3.statusCode() == CONFLICT);
  }

  /** Whether another try would fail too until somebody changes settings, rights or the bucket. */
  static boolean isRefusal(Throwable failure) {
    Throwable cause = cause(failure);
    return cause instanceof S3Exception s3
        ? s3.statusCode() < SERVER_ERROR && s3.statusCode() != TOO_MANY
        : lacksCredentials(cause);
  }

  /** As the spool's failure, in words that name the bucket. */
  static SpoolUnavailableException of(String bucket, Throwable failure) {
    Throwable cause = cause(failure);
    return new SpoolUnavailableException(words(bucket, cause), cause);
  }

  private static String words(String bucket, Throwable cause) {
    if (cause instanceof S3Exception s3) {
      String code = code(s3);
      return NO_BUCKET.equals(code)
          ? "there is no bucket " + bucket
          : "the bucket %s answers with %d%s"
              .formatted(bucket, s3.statusCode(), code == null ? "" : " " + code);
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

  private static String code(S3Exception failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    return details == null ? null : details.errorCode();
  }
}
