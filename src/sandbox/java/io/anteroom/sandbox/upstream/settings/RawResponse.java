package io.anteroom.sandbox.upstream.settings;

import java.util.Base64;

/**
 * An answer as somebody between a caller and the API could give it: a page of a proxy, half a
 * document, nothing.
 *
 * @param status its status
 * @param contentType its media type; null: none
 * @param contentEncoding what it says of its encoding; null: nothing
 * @param base64 its body, in base64; null: none
 */
public record RawResponse(int status, String contentType, String contentEncoding, String base64) {

  public RawResponse {
    SettingChecks.status("raw_answer.status", status);
    if (base64 != null) {
      Base64.getDecoder().decode(base64);
    }
  }

  /** Its body. */
  public byte[] body() {
    return base64 == null ? new byte[0] : Base64.getDecoder().decode(base64);
  }
}
