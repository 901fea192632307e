package io.anteroom.passthrough;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.anteroom.passthrough.PassedResponseException.Reason;
import io.anteroom.upstream.json.UpstreamResponse;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who wrote an error decides what it says about the call. */
class PassedResponseTest {

  private static final JsonNode OWN = json("{\"detail\": \"Not Found\"}");

  @ParameterizedTest
  @ValueSource(ints = {300, 302, 304, 307, 308, 400, 401, 403, 404, 405, 410, 413, 422, 451})
  void anErrorOfAnIntermediaryCannotBeRead(int status) {
    for (JsonNode body :
        new JsonNode[] {
          TextNode.valueOf("404 Not Found nginx"),
          MissingNode.getInstance(),
          json("[]"),
          json("{\"status\": 404, \"error\": \"Not Found\"}")
        }) {
      PassedResponseException failure =
          assertThrows(
              PassedResponseException.class, () -> PassedResponse.of(response(status, body)));
      assertEquals(Reason.UNREADABLE, failure.reason());
      assertTrue(failure.getMessage().contains("answered " + status), failure.getMessage());
      assertFalse(failure.getMessage().contains("nginx"), failure.getMessage());
      assertEquals(status < 400, failure.getMessage().contains("redirects are not followed"));
    }
  }

  @Test
  void a404OfTheUpstreamIsThatOfTheAsset() {
    PassedResponseException failure =
        assertThrows(
            PassedResponseException.class, () -> PassedResponse.of(response(404, OWN)).asset());
    assertEquals(Reason.ASSET_NOT_FOUND, failure.reason());
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 409, 422})
  void anotherErrorOfTheUpstreamIsARefusal(int status) {
    PassedResponseException failure =
        assertThrows(
            PassedResponseException.class,
            () -> PassedResponse.of(response(status, OWN)).document());
    assertEquals(Reason.REFUSED, failure.reason());
  }

  @Test
  void aRemovalIsConfirmedByTheUpstreamOnly() {
    AssetRemoval removal = new AssetRemoval("a", new PassThroughCall(null, null, null, null));
    assertThrows(
        PassedResponseException.class,
        () -> removal.read(response(404, TextNode.valueOf("default backend - 404"))));
    assertTrue(removal.read(response(204, MissingNode.getInstance())).isSuccess());
  }

  private static UpstreamResponse response(int status, JsonNode body) {
    return new UpstreamResponse(status, Optional.empty(), body);
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
