package io.anteroom.api.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserRequestTest {

  private static final String JSON = "application/json";
  private static final String HOST = "anteroom.example";

  @ParameterizedTest
  @CsvSource({
    "GET,same-origin,passes",
    "GET,none,passes",
    "GET,,passes",
    "GET,same-site,refused",
    "GET,cross-site,refused",
    "HEAD,cross-site,refused",
    "POST,same-origin,passes",
    "DELETE,same-origin,passes",
    "POST,none,refused",
    "POST,same-site,refused",
    "POST,cross-site,refused",
    "DELETE,cross-site,refused",
  })
  void theBrowserSaysWhichPageARequestIsOf(String method, String site, String verdict) {
    assertEquals(verdict, verdict(new BrowserRequest(method, site, null, HOST, JSON)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://anteroom.example,passes",
    "http://ANTEROOM.example,passes",
    "https://anteroom.example:8443,refused",
    "https://evil.example,refused",
    "https://anteroom.example.evil.example,refused",
    "null,refused",
    ",refused",
  })
  void anOldBrowserSaysItByTheOriginOfAChange(String origin, String verdict) {
    assertEquals(verdict, verdict(new BrowserRequest("POST", null, origin, HOST, JSON)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://anteroom.example,passes",
    ",passes",
    "https://evil.example,refused",
    "null,refused",
  })
  void aReadIsRefusedWhereItsOriginIsAnother(String origin, String verdict) {
    assertEquals(verdict, verdict(new BrowserRequest("GET", null, origin, HOST, null)));
    assertEquals("passes", verdict(new BrowserRequest("GET", "same-origin", origin, HOST, null)));
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,passes",
    "Application/JSON; charset=utf-8,passes",
    "text/plain,refused",
    "application/x-www-form-urlencoded,refused",
    "application/jsonx,refused",
    ",refused",
  })
  void aChangeIsJson(String type, String verdict) {
    assertEquals(verdict, verdict(new BrowserRequest("POST", "same-origin", null, HOST, type)));
  }

  private static String verdict(BrowserRequest request) {
    try {
      request.demandSameOrigin();
      return "passes";
    } catch (HttpProblem problem) {
      assertEquals("/problems/cross-origin", problem.getType().toString());
      assertEquals(403, problem.getStatusCode());
      return "refused";
    }
  }
}
