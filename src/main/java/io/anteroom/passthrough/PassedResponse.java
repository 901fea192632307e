package io.anteroom.passthrough;

import com.fasterxml.jackson.databind.JsonNode;
import io.anteroom.passthrough.PassedResponseException.Reason;
import io.anteroom.upstream.json.UpstreamResponse;

/**
 * The upstream's response to a call that was passed through. It can be read, and its status is
 * below 500 and not 429. Immutable, but for its body.
 *
 * @param body the JSON document; never null
 * @param message the upstream's own words for what is wrong, of bounded length; empty after a
 *     success
 */
public record PassedResponse(int status, JsonNode body, String message) {

  /** The response to a successful call. */
  public static PassedResponse ok(JsonNode body) {
    return new PassedResponse(200, body, "");
  }

  /**
   * Reads a response. An error that an intermediary wrote says nothing about what was asked for,
   * whatever its status: its 404 is not that of an asset.
   *
   * @throws PassedResponseException where it is neither a success nor an error of the upstream
   */
  static PassedResponse of(UpstreamResponse response) {
    if (!response.isSuccess() && !response.isOwnError()) {
      throw PassedResponseException.ofIntermediary(response.status());
    }
    return new PassedResponse(
        response.status(), response.body(), response.isSuccess() ? "" : response.words());
  }

  public boolean isSuccess() {
    return status / 100 == 2;
  }

  /**
   * The document of a successful response.
   *
   * @throws PassedResponseException where the upstream refused the call
   */
  public JsonNode document() {
    if (isSuccess()) {
      return body;
    }
    if (status == 401 || status == 403) {
      throw new PassedResponseException(Reason.UNAUTHORIZED, status, message);
    }
    throw new PassedResponseException(Reason.REFUSED, status, refusal());
  }

  private String refusal() {
    return status / 100 == 3
        ? "the upstream answered %d; redirects are not followed".formatted(status)
        : message;
  }

  /**
   * The document of a successful response to a call for one asset.
   *
   * @throws PassedResponseException where the upstream has no such asset or refused the call
   */
  public JsonNode asset() {
    if (status == 404) {
      throw PassedResponseException.assetNotFound();
    }
    return document();
  }
}
