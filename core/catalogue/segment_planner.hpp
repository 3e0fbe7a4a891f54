// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/error.hpp"
#include "core/catalogue/provisioning.hpp"

namespace kith::catalogue {

/// Plans the segments once the rest is planned, which their conditions may name. Internal to core/catalogue.
class SegmentPlanner {
public:
    /// All of them outlive this.
    SegmentPlanner(const Stored& stored, const Deployment& deployment, base::Time now, Plan& plan);

    /// Adds what is wrong with them, with pointers into the configuration; the plan is not to be used then.
    void want(const std::vector<Provisioned<storage::Segment>>& wanted,
              std::vector<base::Violation>& violations);

private:
    [[nodiscard]] std::vector<Provisioned<storage::Segment>> read(
        const std::vector<Provisioned<storage::Segment>>& wanted, std::vector<base::Violation>& violations);
    void leaveOut(const std::string& key, const std::string& pointer,
                  std::vector<Provisioned<storage::Segment>>& readable);
    void checkNaming(const std::vector<Provisioned<storage::Segment>>& wanted,
                     const std::vector<Provisioned<storage::Segment>>& readable,
                     std::vector<base::Violation>& violations) const;

    const Stored& stored_;
    const Deployment& deployment_;
    base::Time now_;
    Plan& plan_;
    model::Catalogue later_;  ///< As it is once the plan is carried out.
};

}  // namespace kith::catalogue
