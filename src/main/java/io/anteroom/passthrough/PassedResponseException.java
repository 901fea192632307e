package io.anteroom.passthrough;

/** The upstream's response holds nothing that the client may have. */
public final class PassedResponseException extends RuntimeException {

  public enum Reason {
    /** There is no such asset, or the client may not see it. */
    ASSET_NOT_FOUND,
    /** The upstream does not accept the account's key. */
    UNAUTHORIZED,
    /** The upstream refused the call. */
    REFUSED,
    /** The document lacks what it must have, or an intermediary wrote it. */
    UNREADABLE
  }

  private final Reason reason;
  private final int status;

  PassedResponseException(Reason reason, int status, String message) {
    super(message, null, false, false);
    this.reason = reason;
    this.status = status;
  }

  static PassedResponseException assetNotFound() {
    return new PassedResponseException(Reason.ASSET_NOT_FOUND, 404, "there is no such asset");
  }

  static PassedResponseException ofIntermediary(int status) {
    return new PassedResponseException(Reason.UNREADABLE, status, wordsForIntermediary(status));
  }

  /** In place of what an intermediary wrote, which is not for the client: it may name hosts. */
  static String wordsForIntermediary(int status) {
    String redirect = status / 100 == 3 ? "; redirects are not followed" : "";
    return "The upstream answered %d, and the answer cannot be read: it is not in the upstream's error format%s."
        .formatted(status, redirect);
  }

  public Reason reason() {
    return reason;
  }

  public int status() {
    return status;
  }
}
