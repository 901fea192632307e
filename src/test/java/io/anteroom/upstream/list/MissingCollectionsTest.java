package io.anteroom.upstream.list;

import static io.anteroom.upstream.list.MissingCollections.Missing.COLLECTION;
import static io.anteroom.upstream.list.MissingCollections.Missing.LIST;
import static io.anteroom.upstream.list.MissingCollections.Missing.UNSURE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.anteroom.account.Account;
import io.anteroom.account.Plan;
import io.anteroom.account.Secret;
import io.anteroom.async.ManualTicker;
import io.anteroom.upstream.json.UpstreamResponse;
import io.anteroom.upstream.list.MissingCollections.Missing;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether a collection was deleted or the list is out. Each call here takes a second. */
class MissingCollectionsTest {

  private static final Account ONE = account("one");
  private static final Account OTHER = account("other");

  private final ManualTicker ticker = new ManualTicker();
  private final MissingCollections missing = new MissingCollections(ticker);

  @Test
  void aCollectionThatIsMissingTwiceWhileTheListWorksForOthersWasDeleted() {
    answered("a", "b");
    assertEquals(UNSURE, missing("b"));
    answered("a");
    assertEquals(COLLECTION, missing("b"));
    assertEquals(COLLECTION, missing("b"), "another task of it");
  }

  @Test
  void aListThatNeverWorkedIsMissingAtOnce() {
    for (int round = 0; round < 3; round++) {
      assertEquals(LIST, missing("a"));
      assertEquals(LIST, missing("b"));
    }
  }

  @Test
  void aListThatIsOutIsMissingAfterAMoment() {
    answered("a", "b");
    assertEquals(UNSURE, missing("a"));
    assertEquals(UNSURE, missing("b"));
    ticker.pass(Duration.ofSeconds(3));
    assertEquals(LIST, missing("a"));
    assertEquals(LIST, missing("b"));
    answered("a");
    answered("b");
    assertEquals(List.of("a1", "b1"), unsureLast("a1", "b1"));
  }

  @Test
  void theOnlyCollectionOfAnAccountIsNeverTakenForDeleted() {
    answered("a");
    assertEquals(LIST, missing("a"));
    assertEquals(LIST, missing("a"));
    answered("a");
    assertEquals(LIST, missing("a"));
  }

  @Test
  void anAnswerToAnEarlierCallTellsNothing() {
    long begun = missing.begin();
    answered("a", "b");
    assertEquals(UNSURE, missing("b"));
    ticker.pass(Duration.ofSeconds(3));
    missing.answered(ONE, List.of("a"), begun);
    assertEquals(LIST, missing("b"));
    missing.answered(OTHER, List.of("a"), missing.begin());
    assertEquals(LIST, missing("b"), "nor does that of another account");
  }

  @Test
  void callsAtTheSameTimeTellWhatIsMissing() {
    answered("a", "b");
    long begun = missing.begin();
    answered("a");
    assertEquals(UNSURE, missing.of(ONE, "b", response(404), begun));
    assertEquals(COLLECTION, missing("b"));
  }

  @Test
  void anOutageOfLongAgoTellsNothing() {
    answered("a", "b");
    assertEquals(UNSURE, missing("b"));
    answered("a");
    ticker.pass(Duration.ofMinutes(11));
    assertEquals(LIST, missing("b"));
    answered("a");
    assertEquals(COLLECTION, missing("b"));
  }

  @Test
  void othersAreAskedForFirst() {
    assertEquals(List.of("b1", "a1", "b2"), unsureLast("b1", "a1", "b2"));
    missing("b");
    assertEquals(List.of("a1", "c1", "b1", "b2"), unsureLast("b1", "a1", "b2", "c1"));
    assertEquals(List.of("b1", "b2"), unsureLast("b1", "b2"));
    answered("a");
    assertEquals(List.of("b1", "a1"), unsureLast("b1", "a1"), "it has its turn");
  }

  @ParameterizedTest
  @ValueSource(ints = {405, 501})
  void aCallThatDoesNotExistIsNoMatterOfCollections(int status) {
    answered("a", "b");
    for (int round = 0; round < 3; round++) {
      assertEquals(LIST, missing.of(ONE, "b", response(status), missing.begin()));
      answered("a");
    }
    assertFalse(AssetListCall.isRejected(response(status), List.of("a", "b")));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void aResponseForSeveralMayBeAboutOneOfThem(int status) {
    assertTrue(AssetListCall.isRejected(response(status), List.of("a", "b")));
    assertFalse(AssetListCall.isRejected(response(status), List.of("a", "a")));
    assertTrue(AssetListCall.isRejected(response(422), List.of("a")));
  }

  private Missing missing(String collection) {
    long begun = missing.begin();
    ticker.pass(Duration.ofSeconds(1));
    return missing.of(ONE, collection, response(404), begun);
  }

  private void answered(String... collections) {
    long begun = missing.begin();
    ticker.pass(Duration.ofSeconds(1));
    missing.answered(ONE, List.of(collections), begun);
  }

  private List<String> unsureLast(String... tasks) {
    Function<String, String> collection = task -> task.substring(0, 1);
    return missing.unsureLast(ONE, List.of(tasks), collection);
  }

  private static UpstreamResponse response(int status) {
    return new UpstreamResponse(
        status, Optional.empty(), JsonNodeFactory.instance.objectNode().put("detail", "Not Found"));
  }

  private static Account account(String name) {
    return new Account(name, URI.create("http://localhost"), new Secret("key"), Plan.FREE);
  }
}
