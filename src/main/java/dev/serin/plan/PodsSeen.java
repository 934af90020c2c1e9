package dev.serin.plan;

import dev.serin.api.v1alpha1.FailingPod;
import dev.serin.judge.FailingPods;
import dev.serin.judge.Sample;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says which of canary's pods fail far more than its others, from the latest looks. */
final class PodsSeen {
    private PodsSeen() {}

    static List<FailingPod> failing(AnswerFacts facts, FailureStatuses statuses) {
        Map<String, Sample> pods = new TreeMap<>();
        for (AnswerFacts.Look look : facts.looks()) {
            look.pods().forEach((pod, ended) -> pods.merge(pod, statuses.sample(ended), Sample::plus));
        }
        return FailingPods.among(pods.entrySet().stream()
                        .map(pod -> new FailingPods.Pod(pod.getKey(), pod.getValue()))
                        .toList())
                .stream()
                .map(PodsSeen::pod)
                .toList();
    }

    private static FailingPod pod(FailingPods.Finding found) {
        return new FailingPod(
                found.pod().name(),
                found.pod().sample().requests(),
                found.pod().sample().bad(),
                found.others(),
                found.rest().requests(),
                found.rest().bad());
    }

    /** To be put behind a sentence. */
    static String words(List<FailingPod> pods) {
        return pods.stream().map(pod -> "; " + pod.words()).collect(Collectors.joining());
    }
}
