package io.anteroom.client.request;

import java.util.regex.Pattern;

/** Checks the keys that callers give. Stateless. */
final class IdempotencyKeys {

  /** What a header carries unchanged. Of any other characters two could become the same. */
  private static final Pattern ALLOWED = Pattern.compile("[!-~]([ -~]{0,253}[!-~])?");

  private IdempotencyKeys() {}

  static String checked(String key) {
    if (!ALLOWED.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "An idempotency key has 1 to 255 printable ASCII characters, and no space at its ends.");
    }
    return key;
  }
}
