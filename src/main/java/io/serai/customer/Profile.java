package io.serai.customer;

import io.serai.event.Address;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What of a verified profile says who somebody is, by the names that channels give it. */
final class Profile {

    static final String CUSTOMER = "customer";
    static final String UNIONID = "unionid";
    static final String OPEN_PLATFORM = "open-platform";
    static final String EXTERNAL_USERID = "external_userid";
    static final String CORPORATION = "corp";

    private Profile() {}

    static boolean tells(Map<String, String> profile) {
        return profile.containsKey(CUSTOMER)
                || (profile.containsKey(UNIONID) && profile.containsKey(OPEN_PLATFORM))
                || (profile.containsKey(EXTERNAL_USERID) && profile.containsKey(CORPORATION));
    }

    /** A unionid of nobody knows which open platform could be anybody's, and is left out. */
    static List<Evidence> evidence(Address address, Map<String, String> profile, Instant now) {
        List<Evidence> found = new ArrayList<>();
        String source = address.source();
        String customer = profile.get(CUSTOMER);
        if (customer != null && !customer.isBlank()) {
            found.add(Evidence.merchant(customer, source, now));
        }
        String unionid = profile.get(UNIONID);
        String platform = profile.get(OPEN_PLATFORM);
        if (unionid != null && platform != null && !unionid.isBlank()) {
            found.add(Evidence.unionid(platform, unionid, source, now));
        }
        String external = profile.get(EXTERNAL_USERID);
        String corporation = profile.get(CORPORATION);
        if (external != null && corporation != null && !external.isBlank()) {
            found.add(Evidence.wecom(corporation, external, source, now));
        }
        return found;
    }
}
