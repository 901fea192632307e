package io.anteroom.poll;

import static io.anteroom.TestCalls.alice;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.ShortGraces;
import io.anteroom.TestEnvironment;
import io.anteroom.UpstreamBehindIngress;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that an intermediary answers, or that cannot be read: tasks are still polled by list. */
@QuarkusTest
@TestProfile(ShortGraces.class)
@QuarkusTestResource(TestEnvironment.class)
@WithTestResource(UpstreamBehindIngress.class)
class UnreadableListTest extends TasksBehindIngress {

  private static final Pattern METADATA = Pattern.compile("\"metadata\"\\s*:\\s*\\{");

  @Test
  void aListThatOnceAnsweredIsAnOutage() {
    listed();
    assertEquals(1, number("select count(*)::int from asset_list where seen_at is not null"));
    sandbox.processTextsIn(5_000);
    String id = running();
    ingressProxy.answerAll(404, "application/json", OWN);
    pass(LONGER_THAN_THE_GRACE);
    assertEquals("running", alice().get("/tasks/" + id).path("phase"));
    ingressProxy.heal();
    awaitStatus(id, "DONE");
    assertPolledByList(List.of(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "undefined", "DEEP"})
  void anUnreadableAssetDoesNotHideOthersOfTheList(String value) {
    listed();
    String strange = value.equals("DEEP") ? "[".repeat(1_001) + "]".repeat(1_001) : value;
    AtomicInteger changed = new AtomicInteger();
    ingressProxy.change(
        LISTS,
        page -> {
          Matcher metadata = METADATA.matcher(page);
          changed.addAndGet(metadata.find() ? 1 : 0);
          return metadata.replaceFirst("\"metadata\":{\"x\":" + strange + ",");
        });
    List<String> ids = accept(5);
    ids.forEach(id -> awaitStatus(id, "DONE"));
    assertPolledByList(ids);
    assertTrue(changed.get() > 0, "a page was changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"results\": [], \"pagination\": {\"total\": 0}}",
        "{\"results\": [{\"metadata\": {}}], \"pagination\": {\"total\": 1}}",
        "{\"results\": {}}",
        "<html>we will be back soon</html>",
        "{\"results\": [NaN, {\"a\": ",
      })
  void anEmptyPageKeepsTasksPolledByList(String body) {
    listed();
    // Long enough that none has ended, on a slow machine too, before a page is changed.
    sandbox.processTextsIn(4_000);
    List<String> ids = accept(4);
    ingressProxy.change(LISTS, page -> body);
    long before = ingressProxy.calls(LISTS);
    Awaitility.await().until(() -> ingressProxy.calls(LISTS) > before);
    ingressProxy.heal();
    ids.forEach(id -> awaitStatus(id, "DONE"));
    assertPolledByList(ids);
  }
}
